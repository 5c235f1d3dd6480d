//! The bundled article has no marks for its headings; its structure is recovered exactly.

mod common;

use folio::format::plain::Plain;

const ARTICLE: &str = include_str!("../assets/article.txt");

fn tree() -> String {
    common::tree(&common::segments("article.txt", ARTICLE, &Plain))
}

/// The lines of the tree that start with `kind`, without it.
fn all(tree: &str, kind: &str) -> Vec<String> {
    let lines = tree.lines().filter_map(|line| line.trim_start().strip_prefix(kind));
    lines.map(str::to_owned).collect()
}

#[test]
fn its_headings_are_found_and_nothing_else() {
    let expected = [
        "A Promise Repeated",
        "The Case for Giving Ground",
        "How the Alliance Came to Stay",
        "What Delay Would Cost",
        "Ways to Rebuild Trust",
        "Where the Alliance Goes from Here",
        "An Open Ending",
    ];
    assert_eq!(all(&tree(), "heading 2: "), expected);
    assert_eq!(all(&tree(), "heading").len(), 7);
}

#[test]
fn its_lists_have_labeled_items() {
    let tree = tree();
    assert_eq!(all(&tree, "list").len(), 5);
    assert_eq!(all(&tree, "item -").len(), 15);
    assert_eq!(all(&tree, "paragraph: {").len(), 15);
}

#[test]
fn its_tables_have_all_their_cells() {
    let tree = tree();
    assert_eq!(
        all(&tree, "table: "),
        ["Unspecified Unspecified", "Unspecified Unspecified Unspecified", "Unspecified Unspecified"]
    );
    let rows: Vec<_> = all(&tree, "row: ").iter().map(|row| row.split(" | ").count()).collect();
    assert_eq!(rows, [2, 2, 2, 2, 3, 3, 3, 3, 2, 2, 2, 2]);
    let headers: Vec<_> = all(&tree, "row: ").into_iter().step_by(4).collect();
    let expected = [
        "What counts | What it does for peace",
        "Undertaking | Purpose | Hoped-for result",
        "Possible gain | What would follow",
    ];
    assert_eq!(headers, expected);
}

#[test]
fn its_paragraphs_are_its_lines() {
    // 54 lines, less 7 headings, 15 items, 12 rows and 2 delimiter rows.
    let own = all(&tree(), "paragraph: ").len() - 15;
    assert_eq!((ARTICLE.lines().count(), own), (54, 18));
}

#[test]
fn no_letter_of_it_is_lost() {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let shown: String = common::segments("article.txt", ARTICLE, &Plain)
        .iter()
        .map(|segment| segment.text().to_owned())
        .collect();
    assert_eq!(letters(&shown), letters(ARTICLE));
}
