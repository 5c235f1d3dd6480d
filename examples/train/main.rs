//! Trains the weights with which folio recovers the structure of plain text.
//!
//! ```text
//! cargo run --release --example train -- DIR[=WEIGHT]... > assets/structure.tsv
//! cargo run --release --example train -- DIR[=WEIGHT]... --validate OUT [--by source|group]
//! cargo run --release --example train -- --explain FILE
//! ```
//!
//! The first form trains on all documents of each DIR and writes the table. The second trains without
//! some of the documents of the first DIR, reads those with what was learned from the others, and
//! writes what folio would print with `--json` into OUT, until each was left out once: all of one
//! source at a time, or an eighth of the groups. The documents of a further DIR are in each training
//! and never read. The third prints what speaks for and against each block of a text.
//!
//! A document counts as often as the WEIGHT of its DIR says, 1 if it says nothing: many documents of
//! one origin should not outvote few of another.
//!
//! # The documents
//!
//! A DIR holds `manifest.json`: an object whose `docs` are objects with an `id`, a `dir`, a `source`
//! (where documents of this kind come from), a `group` (documents that share text have one) and
//! `styles`, a list of names. For each document there is `dir/id.truth.json`, and for each of its
//! styles the text `dir/id.STYLE.txt` in UTF-8.
//!
//! The truth is an object. Its `blocks`, in reading order, have a `kind` (`heading`, `list_item`,
//! anything else is text) and may have `soft`, where people could argue about the kind: nothing is
//! learned from such. For each style, `styles.STYLE.spans` holds one `[start, end]` for each block,
//! counted in characters of that text, or `null` where the block does not stand in it.

#![allow(
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "a program that is run by hand, on documents that somebody chose"
)]

mod chain;
mod corpus;
mod descent;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use folio::export::{Whole, json};
use folio::format;
use folio::format::plain::evidence::{Trial, Weights, exhibits};
use folio::source::Source;

use corpus::Document;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["--explain", file] => explain(Path::new(file)),
        [ref dirs @ .., "--validate", out] => validate(dirs, Path::new(out), "source"),
        [ref dirs @ .., "--validate", out, "--by", by] => validate(dirs, Path::new(out), by),
        ref dirs if !dirs.is_empty() && !dirs.iter().any(|dir| dir.starts_with("--")) => train(dirs),
        _ => bail!(
            "usage: train DIR[=WEIGHT]... [--validate OUT [--by source|group]], or train --explain FILE"
        ),
    }
}

/// Prints what all documents of `dirs` teach.
fn train(dirs: &[&str]) -> Result<()> {
    let documents = load(dirs)?;
    let all: Vec<_> = documents.iter().collect();
    let command = dirs.iter().map(|dir| weight(dir).1).map(|weight| format!(" DIR={weight}"));
    print!("{}{}", heading(&all, &command.collect::<String>()), chain::train(&all).table());
    Ok(())
}

/// All documents of `dirs`.
fn load(dirs: &[&str]) -> Result<Vec<Document>> {
    let mut documents = Vec::new();
    for dir in dirs {
        let (dir, weight) = weight(dir);
        documents.extend(corpus::load(Path::new(dir), weight)?);
    }
    Ok(documents)
}

/// A folder and how often each of its documents counts.
fn weight(dir: &str) -> (&str, f64) {
    let is_weight = |weight: &f64| weight.is_finite() && *weight >= 0.0;
    let weighed =
        dir.rsplit_once('=').and_then(|(dir, weight)| Some((dir, weight.parse().ok().filter(is_weight)?)));
    weighed.unwrap_or((dir, 1.0))
}

/// The comment above the table: what it is, how it was made, and of what.
fn heading(documents: &[&Document], dirs: &str) -> String {
    let sources: BTreeSet<_> = documents.iter().map(|document| document.source.as_str()).collect();
    let counts: Vec<_> = sources
        .iter()
        .map(|source| {
            let of_source = documents.iter().filter(|document| document.source == *source);
            let texts: usize = of_source.clone().map(|document| document.texts.len()).sum();
            format!("{source} {} in {texts} texts", of_source.count())
        })
        .collect();
    format!(
        "# How much each feature of a block speaks for a heading, an item and code rather than a paragraph; and\n\
         # each feature of two neighbors for each pair of paragraph, heading, item and code but the first.\n\
         # Written on {} by `cargo run --release --example train --{dirs} > assets/structure.tsv`.\n\
         # Documents: {}.\n",
        today(),
        counts.join(",\n# ")
    )
}

/// The date, in UTC.
fn today() -> String {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    // Days are counted from March 1 of the year 0, so that a leap day is the last of its year.
    let days = since.as_secs() / 86_400 + 719_468;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let (month, turn) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    format!("{}-{month:02}-{day:02}", era * 400 + year_of_era + turn)
}

/// Leaves out each fold of the documents of the first of `dirs` in turn.
fn validate(dirs: &[&str], out: &Path, by: &str) -> Result<()> {
    const FOLDS: usize = 8;
    std::fs::create_dir_all(out)?;
    let Some((first, further)) = dirs.split_first() else { bail!("no documents to read") };
    let (documents, further) = (load(&[first])?, load(further)?);
    let fold = |document: &Document| match by {
        "source" => document.source.clone(),
        _ => document.fold(FOLDS).to_string(),
    };
    let folds: BTreeSet<_> = documents.iter().map(fold).collect();
    let folds: Vec<_> = folds.into_iter().collect();
    std::thread::scope(|scope| {
        for part in 0..2 {
            let (folds, documents, further) = (&folds, &documents, &further);
            scope.spawn(move || {
                for left_out in folds.iter().skip(part).step_by(2) {
                    let (own, mut others): (Vec<_>, Vec<_>) =
                        documents.iter().partition(|document| fold(document) == *left_out);
                    others.extend(further);
                    let weights: &'static Weights = Box::leak(Box::new(chain::train(&others)));
                    for text in own.iter().flat_map(|document| &document.texts) {
                        if let Err(error) = write(&text.path, weights, out) {
                            eprintln!("{error:#}");
                        }
                    }
                }
            });
        }
    });
    Ok(())
}

/// Prints each block of a text that is weighed, with the features that speak most about it.
fn explain(path: &Path) -> Result<()> {
    const STRONGEST: usize = 12;
    let text = std::fs::read_to_string(path)?;
    let weights = Weights::bundled();
    for exhibit in exhibits(&Arc::new(Source::from_text("text", &text))) {
        let range = exhibit.source.start as usize..exhibit.source.end as usize;
        println!("{}", text.get(range).unwrap_or_default());
        let mut rows: Vec<_> =
            exhibit.features.iter().map(|&feature| (feature, weights.single[feature.index()])).collect();
        let strength = |row: &[f32]| row.iter().map(|weight| weight.abs()).fold(0.0, f32::max);
        rows.sort_by(|one, other| strength(&other.1).total_cmp(&strength(&one.1)));
        for (feature, [_, heading, item, code]) in rows.into_iter().take(STRONGEST) {
            let (question, answer) = feature.name();
            println!("    {heading:+.2} heading  {item:+.2} item  {code:+.2} code  {question}: {answer}");
        }
    }
    Ok(())
}

/// Writes what `weights` make of the text at `path`.
fn write(path: &Path, weights: &'static Weights, out: &Path) -> Result<()> {
    let name = path.file_stem().context("a text without a name")?;
    let mut name = PathBuf::from(out).join(name).into_os_string();
    name.push(".json");
    let opening = format::open(Source::open(path)?.source()?, &Trial(weights))?;
    let mut file = std::io::BufWriter::new(std::fs::File::create(name)?);
    json::write(&mut file, &Whole::load(opening), "plain")?;
    Ok(())
}
