//! What readers said of blocks, as a document to learn from: the form is described in
//! `examples/train/main.rs`.
//!
//! Only the blocks that a reader spoke of are true; all others are `soft`, so that nothing is learned
//! from what folio itself made of them.

use serde_json::{Value, json};

use super::{Whole, blocks};
use crate::document::corrections::letters_hash;

/// The style that the text is in: as it was found.
const STYLE: &str = "native";

/// A document with some true blocks.
#[derive(Clone, Debug, PartialEq)]
pub struct Training {
    /// What its files are called by.
    pub id: String,
    /// The text, in which spans are counted.
    pub text: String,
    /// What is true of it.
    pub truth: Value,
}

impl Training {
    /// What readers said of a document; none where they said nothing.
    pub fn of(whole: &Whole) -> Option<Self> {
        let document = &whole.document;
        document.followed().next()?;
        let parser = document.parser();
        let text: String = document.chunks().map(|chunk| parser.source_text(chunk)).collect();
        let said: Vec<u64> =
            document.followed().map(|(_, id, source)| whole.start_of(id) + u64::from(source)).collect();
        let (mut truth, mut spans) = (Vec::new(), Vec::new());
        let mut characters = Characters { text: &text, byte: 0, count: 0 };
        for (id, segment) in document.segments() {
            for block in blocks::blocks(segment, whole.start_of(id)) {
                let block = serde_json::to_value(block).ok()?;
                let (start, end) = (block.get("start")?.as_u64()?, block.get("end")?.as_u64()?);
                let is_true = said.iter().any(|said| (start..end.max(start + 1)).contains(said));
                truth.push(true_block(&block, is_true));
                spans.push(json!([characters.before(start), characters.before(end)]));
            }
        }
        let id = format!("{:016x}", letters_hash(text.chars()));
        let truth = json!({ "blocks": truth, "styles": { STYLE: { "spans": spans } } });
        Some(Self { id, text, truth })
    }

    /// What the manifest says of it, with all that `manifest` says of others.
    pub fn listed_in(&self, manifest: &Value) -> Value {
        let known = manifest.get("docs").and_then(Value::as_array).into_iter().flatten();
        let mut docs: Vec<_> =
            known.filter(|doc| doc.get("id").and_then(Value::as_str) != Some(&self.id)).cloned().collect();
        docs.push(json!({
            "id": self.id,
            "dir": ".",
            "source": "corrections",
            "group": self.id,
            "styles": [STYLE],
        }));
        json!({ "docs": docs })
    }

    /// The name of the text's file, and that of the truth.
    pub fn file_names(&self) -> (String, String) {
        (format!("{}.{STYLE}.txt", self.id), format!("{}.truth.json", self.id))
    }
}

fn true_block(block: &Value, is_true: bool) -> Value {
    let kept =
        ["kind", "level"].into_iter().filter_map(|name| Some((name.to_owned(), block.get(name)?.clone())));
    let soft = (!is_true).then(|| ("soft".to_owned(), Value::Bool(true)));
    kept.chain(soft).collect()
}

/// Counts the characters before bytes of a text, going forward.
struct Characters<'t> {
    text: &'t str,
    byte: usize,
    count: usize,
}

impl Characters<'_> {
    fn before(&mut self, byte: u64) -> usize {
        let byte = usize::try_from(byte).unwrap_or(usize::MAX).min(self.text.len());
        if byte < self.byte {
            (self.byte, self.count) = (0, 0);
        }
        self.count += self.text.get(self.byte..byte).map_or(0, |passed| passed.chars().count());
        self.byte = byte;
        self.count
    }
}
