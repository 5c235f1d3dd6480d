//! Prints a document of a shape and size: always the same bytes, to try the reader on or to measure
//! it with. `cargo run --release --example generate -- table 2000000 > table.md`

#![allow(clippy::indexing_slicing, reason = "the shapes are shared with the benchmarks, which may panic")]

use std::io::{self, Write};
use std::process::ExitCode;

#[path = "../benches/shapes.rs"]
mod shapes;

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let wanted = match arguments.as_slice() {
        [shape, bytes] => shapes::by_name(shape).zip(bytes.parse().ok()),
        _ => None,
    };
    let written = match wanted {
        Some((shape, bytes)) => shape.write(bytes, &mut io::stdout().lock()),
        None => usage(),
    };
    if wanted.is_some() && written.is_ok() { ExitCode::SUCCESS } else { ExitCode::from(2) }
}

fn usage() -> io::Result<()> {
    let names: Vec<_> =
        shapes::SHAPES.iter().map(|shape| format!("{} ({})", shape.name, shape.format)).collect();
    writeln!(io::stderr(), "generate SHAPE BYTES\nShapes: {}", names.join(", "))
}
