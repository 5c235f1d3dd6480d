//! Texts that try to steer the terminal, to hide or reorder what they say, or to wear a reader out.
//!
//! Every attack is written at every place of a document where text can stand. Beside it stands a
//! word of its own, by which a test sees that the text around the attack was not swallowed.

/// The word that all documents are searched for. A number follows it.
pub(crate) const CANARY: &str = "canary";

/// A document made to attack.
pub(crate) struct Attack {
    /// What it tries.
    pub(crate) name: &'static str,
    /// The document.
    pub(crate) text: String,
    /// How many canaries must be seen.
    pub(crate) canaries: usize,
}

/// Where text can stand in Markdown. `@` is the attack with its canary.
const VISIBLE_PLACES: [&str; 23] = [
    "plain @ text",
    "# @",
    "@\n===",
    "#### closed @ ####",
    "*leaning @* and **heavy @**",
    "~~struck @~~",
    "code `` @ `` code",
    "[link @](https://example.org)",
    "[reference @][label]\n\n[label]: https://example.org 'title'",
    "![picture @](picture.png)",
    "in a line ![picture @](picture.png) of text",
    "```text\n@\n```",
    "    indented @",
    "| head @ | other |\n|:--|--:|\n| cell @ | 1 |",
    "- item @\n  1. nested @\n     - [x] done @",
    "> quoted @\n> > twice @",
    "> [!WARNING]\n> careful @",
    "note[^1]\n\n[^1]: note @",
    "<div title=\"@\">\n@\n</div>",
    "inline <b class='@'>html</b>",
    "<!-- @ -->",
    "term @\n: definition @",
    "a line  \nbroken @\\\ntwice",
];

/// Places whose text is not shown, beside a word that is.
const HIDDEN_PLACES: [&str; 6] = [
    "[link canary](<https://example.org/@>)",
    "[link canary](https://example.org \"title @\")",
    "![canary](<@.png> 'title @')",
    "```@\ncanary\n```",
    "~~~ @\ncanary\n~~~",
    "[reference canary][@]\n\n[@]: <https://example.org/@>",
];

/// Every control character but the ends of lines.
fn controls() -> Vec<String> {
    let codes = (0x00..=0x1F).chain(0x7F..=0x9F).filter_map(char::from_u32);
    codes.filter(|c| !matches!(c, '\n' | '\r')).map(|c| format!("a{c}b")).collect()
}

/// Control sequences and strings, in seven bits and in eight, ended in every way and not at all.
fn sequences() -> Vec<String> {
    let control = ["31m", "2J", "?1049l", "6n", "999;999H", "8;1;1t", "4i", "200~", "1;1;1;1*y"];
    let operating = ["0;title", "2;title", "8;;https://example.org", "52;c;YQ==", "11;?", "1337;File=:YQ=="];
    let device = ["$qm", "+q544e", "q#0~~"];
    let mut all: Vec<String> =
        ["c", "7", "M", "#8", "(0", "%G", "Z"].map(|rest| format!("\x1b{rest}")).into();
    for introducer in ["\x1b[", "\u{9b}"] {
        all.extend(control.map(|body| format!("{introducer}{body}")));
    }
    let strings = [("\x1b]", "\u{9d}", &operating[..]), ("\x1bP", "\u{90}", &device[..])];
    let kept =
        [("\x1b_", "\u{9f}", &["Ga=q;AA"][..]), ("\x1b^", "\u{9e}", &["x"]), ("\x1bX", "\u{98}", &["x"])];
    for (short, long, bodies) in strings.into_iter().chain(kept) {
        for end in ["\x07", "\x1b\\", "\u{9c}", ""] {
            all.extend(
                bodies.iter().flat_map(|body| [format!("{short}{body}{end}"), format!("{long}{body}{end}")]),
            );
        }
    }
    all
}

/// Characters that reorder, hide or carry what is not seen.
fn invisible() -> Vec<String> {
    let ranges = [
        0x61C..=0x61C,
        0x200B..=0x200F,
        0x2028..=0x202E,
        0x2060..=0x206F,
        0xAD..=0xAD,
        0x34F..=0x34F,
        0x115F..=0x1160,
        0x180B..=0x180F,
        0x3164..=0x3164,
        0xFE00..=0xFE0F,
        0xFEFF..=0xFEFF,
        0xFFF0..=0xFFFB,
        0xE000..=0xE001,
        0xFDD0..=0xFDD1,
        0x1BCA0..=0x1BCA3,
        0x1D173..=0x1D17A,
        0x1FFFE..=0x1FFFF,
        0xE0001..=0xE0001,
        0xE0041..=0xE0043,
        0xE0100..=0xE0101,
        0x10_FFFD..=0x10_FFFF,
    ];
    let characters = ranges.into_iter().flatten().filter_map(char::from_u32);
    let mut all: Vec<String> = characters.map(|c| format!("a{c}b{c}{c}")).collect();
    all.push("\u{202e}".repeat(100) + "x");
    all.push("flag \u{1F3F4}\u{E0067}\u{E0062}\u{202E}\u{E007F}".to_owned());
    all.push(
        "tags ".to_owned()
            + &"hidden".chars().map(|c| char::from_u32(0xE0000 + u32::from(c)).unwrap()).collect::<String>(),
    );
    all
}

/// Clusters that are larger than a cell.
fn towers() -> Vec<String> {
    let parts = [
        "\u{301}",
        "\u{20E3}",
        "\u{FE0F}",
        "\u{200D}👩",
        "\u{1100}",
        "\u{94D}\u{915}",
        "\u{FF9E}",
        "\u{600}",
        "🇦",
        "\u{E31}",
    ];
    let mut all: Vec<String> = parts.map(|part| format!("a{}", part.repeat(400))).into();
    all.extend([
        "漢字".repeat(60),
        "\u{301}alone".to_owned(),
        "\u{FDFD}\u{17D8}\u{2E3B}".to_owned(),
        "\t".repeat(60),
    ]);
    all
}

/// Signs that become others when they are read, and sequences put together from pieces.
fn written() -> Vec<String> {
    let codes = [
        "27", "155", "157", "7", "0", "8238", "8294", "173", "917569", "57344", "x9c", "x202e", "xD800",
        "x110000",
    ];
    let mut all: Vec<String> = codes.map(|code| format!("&#{code};[31m")).into();
    all.extend(
        ["&NewLine;", "&Tab;", "&ZeroWidthSpace;", "&lrm;&rlm;", "&shy;", "&amp;#27;[2J"].map(str::to_owned),
    );
    all.extend(["\x1b**[2J**", "\x1b\\[2J", "~~&**#27;**[2J~~", "`\x1b`[2J", "%1b%5b2J"].map(str::to_owned));
    all
}

/// A Markdown document with each of `payloads` at three places, all places taken in turn.
fn everywhere(name: &'static str, payloads: &[String]) -> Attack {
    let mut text = format!("---\ntitle: \"{}\"\n---\n\n", payloads.first().map_or("", String::as_str));
    let mut canaries = 0;
    for (index, payload) in payloads.iter().enumerate() {
        let visible = [2 * index, 2 * index + 1].map(|place| VISIBLE_PLACES[place % VISIBLE_PLACES.len()]);
        let hidden = HIDDEN_PLACES[index % HIDDEN_PLACES.len()];
        canaries += visible.map(|place| place.matches('@').count()).iter().sum::<usize>();
        canaries += hidden.matches(CANARY).count();
        let marked = format!("{payload} {CANARY}{index}");
        for place in visible.into_iter().chain([hidden]) {
            text.push_str(&place.replace('@', &marked));
            text.push_str("\n\n");
        }
    }
    Attack { name, text, canaries }
}

/// Attacks in Markdown.
pub(crate) fn markdown() -> Vec<Attack> {
    vec![
        everywhere("controls", &controls()),
        everywhere("sequences", &sequences()),
        everywhere("invisible", &invisible()),
        everywhere("towers", &towers()),
        everywhere("written", &written()),
    ]
}

/// The same in plain text, a line each.
pub(crate) fn plain() -> Attack {
    let families = [controls(), sequences(), invisible(), towers(), written()];
    let lines: Vec<_> = families.into_iter().flatten().collect();
    let marked: Vec<_> = lines.iter().map(|line| format!("{line} {CANARY}\n")).collect();
    Attack { name: "plain", text: marked.concat(), canaries: lines.len() }
}

/// Shapes that are deep, long or wide, with a canary at the end.
pub(crate) fn shapes() -> Vec<Attack> {
    let repeated = |name, part: &str, times| Attack {
        name,
        text: format!("{} {CANARY}\n", part.repeat(times)),
        canaries: 1,
    };
    vec![
        repeated("quotes", "> ", 500),
        repeated("lists", "- ", 500),
        repeated("numbered lists", "1. ", 500),
        repeated("brackets", "[", 2000),
        repeated("pictures", "![](", 1000),
        repeated("stars", "*a **a ", 400),
        repeated("backticks", "` `` ", 1000),
        repeated("html", "<div>", 500),
        repeated("footnotes", "[^1]", 1000),
        repeated("a word", "wordword", 1000),
        repeated("a line", "word ", 2000),
        repeated("ideographs", "漢", 2000),
        repeated("tabs", "\t", 1000),
        repeated("marks", "\u{301}", 3000),
        repeated("empty lines", "\n", 3000),
        repeated("headings", "# A\n###### B\n", 200),
        repeated("a long heading", "# ", 1),
        Attack { name: "a wide table", text: wide_table(60), canaries: 3 },
        Attack {
            name: "a ragged table",
            text: format!("{}| {CANARY} |\n", "|a".repeat(80) + "|\n" + &"|-".repeat(80) + "|\n"),
            canaries: 1,
        },
        Attack {
            name: "a full cell",
            text: format!("|a|b|\n|-|-|\n|{}|{CANARY}|\n", "word ".repeat(1000)),
            canaries: 1,
        },
    ]
}

fn wide_table(columns: usize) -> String {
    let row = |cell: &str| cell.repeat(columns);
    format!("{}|{CANARY}|\n{}|-|\n{}|{CANARY}|\n\n{CANARY}\n", row("|head"), row("|-"), row("|漢字 b"))
}

/// Names of files that attack.
pub(crate) const NAMES: [&str; 7] = [
    "\x1b]0;title\x07.md",
    "\u{9b}2J.md",
    "line\nbreak.md",
    "\u{202e}dm.exe",
    "\u{200b}\u{feff}.md",
    "\u{e0041}\u{e000}.md",
    "-rf $(name) `name` 漢字👩‍👩‍👧 é.md",
];
