use std::sync::Arc;

use super::corrections::Fingerprint;
use super::*;

/// Says in each segment how many corrections there are.
struct Counting(usize);

impl Parse for Counting {
    fn parse(&self, chunk: &Chunk) -> Segment {
        let mut builder = SegmentBuilder::new(chunk.source.start);
        builder.leaf(LeafKind::Paragraph, 0..9, &self.0.to_string());
        builder.finish(10)
    }

    fn source_text(&self, _: &Chunk) -> String {
        String::new()
    }

    fn corrected(&self, corrections: &Arc<Corrections>) -> Option<Arc<dyn Parse>> {
        Some(Arc::new(Self(corrections.all().len())))
    }
}

#[test]
fn the_end_of_the_chunks_does_not_end_the_waiting_for_what_was_corrected() {
    let mut document = Document::new("name", Arc::new(Counting(0)));
    let chunk = |at: u64| Chunk { source: at..at + 10, continues: false, is_provisional: false };
    document.push_chunks([0, 10, 20].map(chunk));
    let ids: Vec<_> = (0..3).map(SegmentId).collect();
    for &id in &ids {
        document.demand(id);
    }
    let block = Fingerprint { text: 1, before: 2, after: 3 };
    let correction =
        Correction { block, change: Change::NotHeading, text: String::new(), document: String::new() };
    assert_eq!(document.correct(Arc::new(Corrections::new(vec![correction]))), ids);
    assert!(document.end_chunks().is_empty());
    for &id in &ids {
        let chunk = document.chunk(id).unwrap().clone();
        let segment = Arc::new(parse(&*document.parser(), &chunk));
        assert!(matches!(document.insert(id, &chunk, &segment), Inserted::Replaced(_)));
        assert_eq!(document.segment(id).unwrap().text().trim(), "1");
    }
}
