//! Stub.

use std::process::ExitCode;

use folio::app::App;
use folio::{format, runtime, source::Source, terminal};

fn main() -> anyhow::Result<ExitCode> {
    let path = std::env::args().nth(1).unwrap_or_default();
    let source = match path.as_str() {
        "-" => Source::from_reader("-", std::io::stdin())?,
        path => Source::open(path.as_ref())?,
    };
    let format = format::detect(&source)?;
    let opening = format::open(source, format)?;
    let app = App::new(opening.document, terminal::size());
    runtime::run(app, opening.chunks, runtime::Options::default())
}
