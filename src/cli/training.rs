//! Writing what readers said of blocks into a folder to learn from.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::export::training::Training;

/// Writes the document into `folder`, beside those that are there.
pub fn write(folder: &Path, training: &Training) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let manifest = folder.join("manifest.json");
    let known: Value = match fs::read(&manifest) {
        Ok(bytes) => serde_json::from_slice(&bytes)
            .with_context(|| format!("{} is no manifest", manifest.display()))?,
        Err(error) if error.kind() == ErrorKind::NotFound => json!({}),
        Err(error) => bail!("cannot read {}: {}", manifest.display(), crate::source::reason(&error)),
    };
    let (text, truth) = training.file_names();
    put(&folder.join(text), &training.text)?;
    put(&folder.join(truth), &format!("{}\n", training.truth))?;
    put(&manifest, &format!("{:#}\n", training.listed_in(&known)))
}

fn put(path: &Path, content: &str) -> Result<()> {
    fs::write(path, content).with_context(|| format!("cannot write {}", path.display()))
}
