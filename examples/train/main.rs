//! Trains the weights with which folio recovers the structure of plain text.
//!
//! ```text
//! cargo run --release --example train -- DIR[=WEIGHT]... [PRIOR] > assets/structure.tsv
//! cargo run --release --example train -- DIR[=WEIGHT]... [PRIOR] --validate OUT [--by source|group]
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
//! # The prior
//!
//! A weight is drawn to zero, so that a feature of few documents does not decide much. With `--prior
//! TABLE[=PENALTY]` as PRIOR it is drawn to what TABLE has instead, a file that the first form wrote:
//! what many documents of other origins taught is then believed wherever the documents of the DIRs do
//! not speak against it. PENALTY says how strongly, in the unit of a document's weight: 8 if it says
//! nothing, as strongly as without a prior; a hundred times that keeps nearly all of TABLE. A feature
//! that TABLE has no weight of is learned as without a prior.
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

use chain::{PENALTY, Prior};
use corpus::Document;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["--explain", file] => explain(Path::new(file)),
        [ref lesson @ .., "--validate", out] => validate(&Lesson::of(lesson)?, Path::new(out), "source"),
        [ref lesson @ .., "--validate", out, "--by", by] => {
            validate(&Lesson::of(lesson)?, Path::new(out), by)
        }
        ref lesson => train(&Lesson::of(lesson)?),
    }
}

/// What to learn from.
struct Lesson<'a> {
    /// The folders of documents, and how often each of their documents counts.
    dirs: Vec<(&'a Path, f64)>,
    /// The table that was learned before, and how strongly it is held to.
    prior: Option<(&'a Path, f64)>,
}

impl<'a> Lesson<'a> {
    fn of(arguments: &[&'a str]) -> Result<Self> {
        let (dirs, prior) = match arguments {
            [dirs @ .., "--prior", table] => (dirs, Some(with_number(table, PENALTY))),
            dirs => (dirs, None),
        };
        if dirs.is_empty() || dirs.iter().any(|dir| dir.starts_with("--")) {
            bail!(
                "usage: train DIR[=WEIGHT]... [--prior TABLE[=PENALTY]] [--validate OUT [--by source|group]], \
                 or train --explain FILE"
            );
        }
        Ok(Self { dirs: dirs.iter().map(|dir| with_number(dir, 1.0)).collect(), prior })
    }

    fn prior(&self) -> Result<Prior> {
        let Some((path, penalty)) = self.prior else { return Ok(Prior::default()) };
        Ok(Prior { weights: Weights::parse(&read(path)?), penalty })
    }

    /// How the table is made, without the names of files.
    fn command(&self) -> String {
        let dirs = self.dirs.iter().map(|(_, weight)| format!(" DIR={weight}"));
        let prior = self.prior.iter().map(|(_, penalty)| format!(" --prior TABLE={penalty}"));
        dirs.chain(prior).collect()
    }
}

/// A path with the number behind its last `=`, if there is one.
fn with_number(argument: &str, otherwise: f64) -> (&Path, f64) {
    let is_possible = |number: &f64| number.is_finite() && *number >= 0.0;
    let both = argument
        .rsplit_once('=')
        .and_then(|(path, number)| Some((path, number.parse().ok().filter(is_possible)?)));
    let (path, number) = both.unwrap_or((argument, otherwise));
    (Path::new(path), number)
}

fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| path.display().to_string())
}

/// Prints what all documents of a lesson teach.
fn train(lesson: &Lesson<'_>) -> Result<()> {
    let documents = load(&lesson.dirs)?;
    let all: Vec<_> = documents.iter().collect();
    let heading = heading(lesson, &all)?;
    print!("{heading}{}", chain::train(&all, &lesson.prior()?).table());
    Ok(())
}

/// All documents of `dirs`.
fn load(dirs: &[(&Path, f64)]) -> Result<Vec<Document>> {
    let mut documents = Vec::new();
    for (dir, weight) in dirs {
        documents.extend(corpus::load(dir, *weight)?);
    }
    Ok(documents)
}

/// The comment above the table: what it is, how it was made, and of what.
fn heading(lesson: &Lesson<'_>, documents: &[&Document]) -> Result<String> {
    let sources: BTreeSet<_> = documents.iter().map(|document| document.source.as_str()).collect();
    let counts: Vec<_> = sources
        .iter()
        .map(|source| {
            let of_source = documents.iter().filter(|document| document.source == *source);
            let texts: usize = of_source.clone().map(|document| document.texts.len()).sum();
            format!("{source} {} in {texts} texts", of_source.count())
        })
        .collect();
    let prior = match lesson.prior {
        Some((path, _)) => {
            format!("# The TABLE that weights are drawn to:\n{}", beneath(&comment(&read(path)?)))
        }
        None => String::new(),
    };
    Ok(format!(
        "# How much each feature of a block speaks for a heading, an item and code rather than a paragraph; and\n\
         # each feature of two neighbors for each pair of paragraph, heading, item and code but the first.\n\
         # Written on {} by `cargo run --release --example train --{} > assets/structure.tsv`.\n\
         # Documents: {}.\n{prior}",
        today(),
        lesson.command(),
        counts.join(",\n# ")
    ))
}

/// How a table was made, as the comment above it says.
fn comment(table: &str) -> Vec<&str> {
    let lines = table.lines().take_while(|line| line.starts_with('#'));
    lines.skip_while(|line| !line.starts_with("# Written on")).collect()
}

/// The lines of a comment, indented.
fn beneath(comment: &[&str]) -> String {
    comment.iter().flat_map(|line| ["#  ", line.trim_start_matches('#'), "\n"]).collect()
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

/// Leaves out each fold of the documents of the first folder in turn.
fn validate(lesson: &Lesson<'_>, out: &Path, by: &str) -> Result<()> {
    const FOLDS: usize = 8;
    std::fs::create_dir_all(out)?;
    let Some((first, further)) = lesson.dirs.split_first() else { bail!("no documents to read") };
    let (documents, further) = (load(&[*first])?, load(further)?);
    let prior = lesson.prior()?;
    let fold = |document: &Document| match by {
        "source" => document.source.clone(),
        _ => document.fold(FOLDS).to_string(),
    };
    let folds: BTreeSet<_> = documents.iter().map(fold).collect();
    let folds: Vec<_> = folds.into_iter().collect();
    std::thread::scope(|scope| {
        for part in 0..2 {
            let (folds, documents, further, prior) = (&folds, &documents, &further, &prior);
            scope.spawn(move || {
                for left_out in folds.iter().skip(part).step_by(2) {
                    let (own, mut others): (Vec<_>, Vec<_>) =
                        documents.iter().partition(|document| fold(document) == *left_out);
                    others.extend(further);
                    let weights: &'static Weights = Box::leak(Box::new(chain::train(&others, prior)));
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
    let text = read(path)?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lesson_says_what_counts_how_much() {
        let lesson = Lesson::of(&["one=3", "a=b", "--prior", "old.tsv=30"]).unwrap();
        assert_eq!(lesson.dirs, [(Path::new("one"), 3.0), (Path::new("a=b"), 1.0)]);
        assert_eq!(lesson.prior, Some((Path::new("old.tsv"), 30.0)));
        assert_eq!(lesson.command(), " DIR=3 DIR=1 --prior TABLE=30");
        assert_eq!(Lesson::of(&["one", "--prior", "old.tsv"]).unwrap().command(), " DIR=1 --prior TABLE=8");
        for unclear in [&[][..], &["--prior", "old.tsv"], &["one", "--prior"], &["--unknown", "one"]] {
            assert!(Lesson::of(unclear).is_err(), "{unclear:?}");
        }
    }

    #[test]
    fn a_table_says_what_it_was_drawn_to() {
        let table = "# What it is.\n# Written on a day.\n# Documents: web 3.\nwords\t1\t0.50\t0.00\t0.00\n";
        assert_eq!(beneath(&comment(table)), "#   Written on a day.\n#   Documents: web 3.\n");
    }
}
