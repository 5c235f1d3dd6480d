//! Documents beside the trees they are to come out as.
//!
//! `UPDATE=1 cargo test --test fixtures` writes the trees anew; the difference is then read, not
//! believed.

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use folio::format::plain::Plain;

/// The documents in `tests/fixtures/<folder>`, in order of their names.
fn documents(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(folder);
    let entries = fs::read_dir(&folder).expect("the folder of fixtures is there");
    let paths = entries.map(|entry| entry.expect("the folder can be listed").path());
    let mut documents: Vec<_> = paths.filter(|path| path.extension().is_some_and(|e| e != "tree")).collect();
    documents.sort();
    documents
}

/// Compares the tree of the document at `path` with the one kept beside it.
fn compare(path: &Path, tree: &str, failures: &mut Vec<String>) {
    let kept = path.with_extension("tree");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&kept, tree).expect("the tree can be written");
    }
    let expected = fs::read_to_string(&kept).unwrap_or_default();
    if expected != tree {
        failures.push(format!("{}\n--- expected\n{expected}--- found\n{tree}", path.display()));
    }
}

#[test]
fn plain_text_comes_out_as_its_tree() {
    let mut failures = Vec::new();
    for path in documents("plain") {
        let text = fs::read_to_string(&path).unwrap();
        let tree = common::tree(&common::segments("fixture.txt", &text, &Plain));
        compare(&path, &tree, &mut failures);
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
