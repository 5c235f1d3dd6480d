//! The phrases for what features ask and answer.

/// A question, the phrase with `{}` where the answer goes, and the answers that have other words there.
pub(super) type Wording = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

/// What a neighbor is.
const KINDS: &[(&str, &str)] = &[
    ("short", "a short paragraph"),
    ("middling", "a paragraph"),
    ("long", "a long paragraph"),
    ("item", "an item"),
    ("table", "a table"),
    ("code", "code"),
    ("quote", "a quote"),
    ("rule", "a rule"),
    ("heading", "a heading"),
];

/// How a block ends.
const ENDINGS: &[(&str, &str)] = &[
    ("open", "without a full stop"),
    ("stop", "with a full stop"),
    ("exclamation", "with an exclamation mark"),
    ("ellipsis", "with an ellipsis"),
    ("question", "with a question mark"),
    ("clause", "with a comma or the like"),
    ("colon", "with a colon"),
    ("hyphen", "with a hyphen"),
];

const COMPARED: &[(&str, &str)] = &[
    ("none", "missing"),
    ("under half", "less than half as wide"),
    ("less", "less wide"),
    ("like", "as wide"),
    ("more", "wider"),
    ("twice", "twice as wide"),
    ("five times", "five times as wide and more"),
];

const SHIFTED: &[(&str, &str)] = &[
    ("none", "missing"),
    ("much less", "indented much less"),
    ("less", "indented less"),
    ("same", "indented as much"),
    ("more", "indented more"),
    ("much more", "indented much more"),
];

const LIKENESS: &[(&str, &str)] = &[
    ("none", "missing"),
    ("0", "unlike it"),
    ("1", "hardly like it"),
    ("2", "a little like it"),
    ("3", "much like it"),
    ("4", "of the same form"),
];

const AMOUNTS: &[(&str, &str)] = &[("none", "no"), ("many", "many"), ("most", "mostly")];

const BLANKS: &[(&str, &str)] = &[
    ("0", "no blank line"),
    ("1", "one blank line"),
    ("2", "two blank lines"),
    ("3+", "three blank lines and more"),
];

const RUNS: &[(&str, &str)] = &[
    ("0", "no short paragraph"),
    ("1", "one short paragraph"),
    ("2", "two short paragraphs"),
    ("3", "three short paragraphs"),
    ("4-6", "four to six short paragraphs"),
    ("7+", "seven short paragraphs and more"),
];

const TOPICS: &[(&str, &str)] = &[
    ("no words", "it has no longer words"),
    ("none", "none of its words"),
    ("few", "few of its words"),
    ("half", "half of its words"),
    ("most", "most of its words"),
    ("all", "all of its words"),
];

/// The questions that are answered by no, which says nothing by itself, or by yes.
pub(super) const YES_OR_NO: &[(&str, &str, &str)] = &[
    ("sentences inside", "has no sentence end inside", "has a sentence end inside"),
    ("like a sentence", "is not like a sentence", "reads like a sentence"),
    ("address", "has no address in it", "has an address in it"),
    ("wide gap", "has no wide gap", "has a wide gap"),
    ("dash inside", "has no dash inside", "has a dash inside"),
    ("slash or bar inside", "has no slash or bar inside", "has a slash or bar inside"),
    ("centered", "is not centered", "is centered"),
];

pub(super) const WORDINGS: &[Wording] = &[
    ("is", "that it is a block at all", &[]),
    ("words", "has {} words", &[("25+", "25 and more"), ("2", "two"), ("3", "three")]),
    ("width", "is {} columns wide", &[("200+", "200 and more")]),
    (
        "lines",
        "has {}",
        &[("1", "one line"), ("4+", "four lines and more"), ("2", "two lines"), ("3", "three lines")],
    ),
    ("letters of a word", "has words of {} letters on average", &[("7+", "7 and more")]),
    ("ending", "ends {}", ENDINGS),
    (
        "last sign",
        "has {} as its last sign",
        &[
            ("letter", "a letter"),
            ("digit", "a digit"),
            ("bracket", "a bracket"),
            ("quote", "a quotation mark"),
            ("stop", "a full stop"),
            ("other", "some other sign"),
        ],
    ),
    (
        "start",
        "begins with {}",
        &[
            ("small", "a small letter"),
            ("capital", "a capital letter"),
            ("digit", "a digit"),
            ("quote", "a quotation mark"),
            ("bracket", "a bracket"),
            ("dash", "a dash"),
            ("other", "some other sign"),
        ],
    ),
    (
        "case",
        "has {}",
        &[
            ("capitals", "capital letters only"),
            ("title", "a capital at each longer word"),
            ("mostly title", "a capital at most longer words"),
            ("some", "a capital at some words"),
            ("sentence", "a capital at the first word only"),
            ("small", "no capitals"),
        ],
    ),
    (
        "number",
        "begins with {}",
        &[
            ("none", "no number"),
            ("digits.", "a number and a dot"),
            ("digits)", "a number and a bracket"),
            ("digits", "a bare number"),
            ("deep", "a number of several parts"),
            ("capital.", "a capital as its number"),
            ("small.", "a small letter as its number"),
            ("other)", "a number in brackets"),
        ],
    ),
    (
        "number before",
        "{}",
        &[
            ("none", "no number before goes on to its own"),
            ("near", "goes on with the number right before"),
            ("far", "goes on with a number farther before"),
        ],
    ),
    (
        "number after",
        "{}",
        &[
            ("none", "no number after goes on from its own"),
            ("near", "the number right after goes on from its own"),
            ("far", "a number farther on goes on from its own"),
        ],
    ),
    (
        "counted word",
        "{}",
        &[
            ("no", "does not begin with a counted word"),
            ("alone", "is a word with its number, as “Part 2”"),
            ("set off", "begins with a word and its number, set off"),
            ("with text", "begins with a word and its number"),
        ],
    ),
    (
        "first words",
        "{}",
        &[
            ("no", "has no first words that are known"),
            ("frame", "is named as sections often are, as “Conclusion”"),
            ("picture", "stands for a picture"),
            ("caption", "begins as captions do"),
            ("byline", "begins as bylines do"),
            ("onward", "leads onward, as “Read more”"),
            ("page", "is of the page rather than the text, as “Share”"),
        ],
    ),
    (
        "commas",
        "has {}",
        &[("0", "no comma"), ("1", "one comma"), ("2", "two commas"), ("3+", "three commas and more")],
    ),
    (
        "colon inside",
        "{}",
        &[
            ("none", "has no colon inside"),
            ("label", "begins with a few words and a colon"),
            ("late", "has a colon farther on"),
            ("glued", "has a colon inside a word"),
        ],
    ),
    ("digits", "has {} digits", AMOUNTS),
    (
        "date",
        "{}",
        &[("no", "has no date"), ("year", "has a year in it"), ("time", "has a time of day in it")],
    ),
    ("signs", "has {} signs in it", AMOUNTS),
    (
        "code",
        "{}",
        &[
            ("no", "does not look like a program"),
            ("hardly", "hardly looks like a program"),
            ("maybe", "may be from a program"),
            ("likely", "looks much like a program"),
            ("surely", "looks like a program"),
        ],
    ),
    (
        "brackets",
        "{}",
        &[("none", "has no brackets"), ("inside", "has brackets inside"), ("around", "stands in brackets")],
    ),
    (
        "quotes",
        "{}",
        &[
            ("none", "has no quotation marks"),
            ("some", "has quotation marks inside"),
            ("around", "stands in quotation marks"),
        ],
    ),
    (
        "emphasis",
        "{}",
        &[
            ("none", "has no * or _ around words"),
            ("inside", "has * or _ inside"),
            ("around", "stands between * or _"),
        ],
    ),
    ("short words", "has {} short words", AMOUNTS),
    (
        "mark",
        "{}",
        &[
            ("none", "has no mark"),
            ("hash", "has # signs before it"),
            ("number item", "is numbered among others"),
            ("anchor", "has an address behind it, as “[edit]”"),
        ],
    ),
    (
        "repeated",
        "{}",
        &[
            ("no", "stands here only once"),
            ("twice", "stands here twice"),
            ("3-4", "stands here three or four times"),
            ("5+", "stands here five times and more"),
        ],
    ),
    ("often here, then", "stands here three times and more, and here above {}", KINDS),
    (
        "in the contents",
        "{}",
        &[
            ("no", "is in no table of contents"),
            ("here not", "is listed in a table of contents"),
            ("here", "is a line of a table of contents"),
            ("others", "is missing in the table of contents"),
        ],
    ),
    (
        "deep numbers here",
        "{}",
        &[
            ("none", "stands in a text without numbers such as 1.2"),
            ("few, of them", "has a number such as 1.2, as a few have here"),
            ("few, of one part", "has a simple number where a few are such as 1.2"),
            ("few, not of them", "has no number where a few are such as 1.2"),
            ("many, of them", "has a number such as 1.2, as many have here"),
            ("many, of one part", "has a simple number where many are such as 1.2"),
            ("many, not of them", "has no number where many are such as 1.2"),
        ],
    ),
    (
        "hanging lines here",
        "{}",
        &[
            ("none", "stands in a text out of which no line hangs"),
            ("few, of them", "hangs out of the text as a few lines do"),
            ("few, not of them", "stands where the text does, out of which a few lines hang"),
            ("few, far from them", "is indented in a text out of which a few lines hang"),
            ("some, of them", "hangs out of the text as some lines do"),
            ("some, not of them", "stands where the text does, out of which some lines hang"),
            ("some, far from them", "is indented in a text out of which some lines hang"),
            ("many, of them", "hangs out of the text as many lines do"),
            ("many, not of them", "stands where the text does, out of which many lines hang"),
            ("many, far from them", "is indented in a text out of which many lines hang"),
        ],
    ),
    (
        "questions here",
        "{}",
        &[
            ("none", "stands in a text without short questions"),
            ("few, of them", "is a short question as a few here"),
            ("few, not of them", "is no question where a few stand alone"),
            ("many, of them", "is a short question as many here"),
            ("many, not of them", "is no question where many stand alone"),
        ],
    ),
    (
        "speech here",
        "{}",
        &[
            ("hardly, said", "begins and ends as speech, in a text with hardly any of it"),
            ("hardly, begun", "begins as speech does, in a text with hardly any of it"),
            ("hardly, ended", "ends as a sentence, in a text with hardly any speech"),
            ("hardly, not of it", "is not like speech, in a text with hardly any of it"),
            ("little, said", "begins and ends as speech, in a text with a little of it"),
            ("little, begun", "begins as speech does, in a text with a little of it"),
            ("little, ended", "ends as a sentence, in a text with a little speech"),
            ("little, not of it", "is not like speech, in a text with a little of it"),
            ("some, said", "begins and ends as speech, in a text with some of it"),
            ("some, begun", "begins as speech does, in a text with some of it"),
            ("some, ended", "ends as a sentence, in a text with some speech"),
            ("some, not of it", "is not like speech, in a text with some of it"),
            ("much, said", "begins and ends as speech, in a text with much of it"),
            ("much, begun", "begins as speech does, in a text with much of it"),
            ("much, ended", "ends as a sentence, in a text with much speech"),
            ("much, not of it", "is not like speech, in a text with much of it"),
        ],
    ),
    (
        "labels here",
        "{}",
        &[
            ("none", "stands in a text without labels before colons"),
            ("few, of them", "begins with a label, as a few here"),
            ("few, not of them", "has no label where a few have one"),
            ("some, of them", "begins with a label, as some here"),
            ("some, not of them", "has no label where some have one"),
            ("many, of them", "begins with a label, as many here"),
            ("many, not of them", "has no label where many have one"),
        ],
    ),
    (
        "from the start",
        "{}",
        &[
            ("0", "is the first block of the text"),
            ("1", "is the second block of the text"),
            ("2", "is the third block of the text"),
            ("3-5", "stands near the beginning of the text"),
            ("6+", "stands away from the beginning of the text"),
        ],
    ),
    (
        "from the end",
        "{}",
        &[
            ("0", "is the last block of the text"),
            ("1", "is the last block but one"),
            ("2", "is the last block but two"),
            ("3-5", "stands near the end of the text"),
            ("6+", "stands away from the end of the text"),
        ],
    ),
    ("before", "{} stands before it", KINDS),
    ("after", "{} follows", KINDS),
    ("sentence, then", "as a sentence, is followed by {}", KINDS),
    ("before that", "the block before the last is {}", KINDS),
    ("after that", "the block after the next is {}", KINDS),
    ("ending before", "what stands before ends {}", ENDINGS),
    ("ending after", "what follows ends {}", ENDINGS),
    (
        "start after",
        "what follows begins with {}",
        &[
            ("small", "a small letter"),
            ("capital", "a capital letter"),
            ("digit", "a digit"),
            ("quote", "a quotation mark"),
            ("bracket", "a bracket"),
            ("dash", "a dash"),
            ("other", "some other sign"),
            ("none", "nothing"),
        ],
    ),
    ("blank before", "{} before it", BLANKS),
    ("blank after", "{} after it", BLANKS),
    (
        "more blank before",
        "{}",
        &[
            ("less", "has less space before it than after"),
            ("same", "has as much space before it as after"),
            ("more", "has more space before it than after"),
            ("much more", "has much more space before it than after"),
        ],
    ),
    (
        "indent",
        "is indented {}",
        &[
            ("less", "less than the text"),
            ("same", "as the text is"),
            ("little", "a little"),
            ("some", "somewhat"),
            ("much", "much"),
        ],
    ),
    ("indent to before", "what stands before is {}", SHIFTED),
    ("indent to after", "what follows is {}", SHIFTED),
    ("after is wider", "what follows is {}", COMPARED),
    ("before is wider", "what stands before is {}", COMPARED),
    ("short before", "{} right before it", RUNS),
    ("short after", "{} right after it", RUNS),
    (
        "short around",
        "has {} around it",
        &[
            ("hardly any", "hardly any short paragraphs"),
            ("few", "few short paragraphs"),
            ("half", "about as many short paragraphs as others"),
            ("many", "many short paragraphs"),
            ("nearly all", "hardly anything but short paragraphs"),
        ],
    ),
    (
        "capitals, elsewhere small",
        "{}",
        &[
            ("none", "has no capitals that tell anything"),
            ("few, never", "has names among its words"),
            ("few, some", "has capitals at few words, of which some stand near it in small letters"),
            ("few, all", "has capitals at few words, which stand near it in small letters"),
            ("most, never", "has capitals at most words, as if they were names"),
            ("most, some", "has capitals at most words, of which some stand near it in small letters"),
            ("most, all", "has capitals at most words, which stand near it in small letters"),
            ("only, never", "has capitals at all longer words, as if they were names"),
            ("only, some", "has capitals at all longer words, of which some stand near it in small letters"),
            ("only, all", "has capitals at all longer words, which stand near it in small letters"),
        ],
    ),
    (
        "after a colon",
        "{}",
        &[
            ("no", "stands below no colon"),
            ("1", "stands right below a colon"),
            ("2", "is the second block below a colon"),
            ("3-4", "stands a few blocks below a colon"),
            ("5+", "stands some blocks below a colon"),
        ],
    ),
    ("like before", "what stands before is {}", LIKENESS),
    ("like after", "what follows is {}", LIKENESS),
    ("like that before", "the block before the last is {}", LIKENESS),
    ("like that after", "the block after the next is {}", LIKENESS),
    ("words that return", "{} return in what follows", TOPICS),
    ("words from before", "{} stand in what comes before", TOPICS),
];

/// The answers that say nothing by themselves. What a feature of these questions is worth is counted
/// from there: that a text has no brackets speaks for nothing that a reader would look for.
pub(super) const USUAL: &[(&str, &str)] = &[
    ("number", "none"),
    ("number before", "none"),
    ("number after", "none"),
    ("counted word", "no"),
    ("first words", "no"),
    ("commas", "0"),
    ("colon inside", "none"),
    ("digits", "none"),
    ("date", "no"),
    ("signs", "none"),
    ("code", "no"),
    ("brackets", "none"),
    ("quotes", "none"),
    ("emphasis", "none"),
    ("mark", "none"),
    ("repeated", "no"),
    ("often here, then", "no"),
    ("in the contents", "no"),
    ("deep numbers here", "none"),
    ("hanging lines here", "none"),
    ("questions here", "none"),
    ("speech here", "hardly, not of it"),
    ("labels here", "none"),
    ("from the start", "6+"),
    ("from the end", "6+"),
    ("sentence, then", "no"),
    ("more blank before", "same"),
    ("indent", "same"),
    ("indent to before", "same"),
    ("indent to after", "same"),
    ("after a colon", "no"),
    ("words that return", "no words"),
    ("capitals, elsewhere small", "none"),
    ("words from before", "no words"),
    ("lines", "1"),
];
