//! What the pages of the web set around their text in short lines: the word for a picture, a byline,
//! a link onward. By their shape these are headings; only their first words tell.

use std::cmp::Reverse;
use std::sync::LazyLock;

use super::super::lines::is_ideograph;
use super::sections::{FRAMES, without_editor_link};

/// What the first words of a line tell of it, in the order of the answers of their family.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(in super::super) enum FirstWords {
    /// Nothing.
    #[default]
    Unknown,
    /// It is called as sections of any text are: `Conclusion`.
    Frame,
    /// It stands for a picture.
    Picture,
    /// It says what a picture or a table shows, or whose it is.
    Caption,
    Byline,
    /// It leads to another page.
    Onward,
    /// It is something else of the page: what it offers, or something to press.
    Page,
}

/// What words at the beginning of a line may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Opening {
    /// Is what a section is called where it stands alone.
    Frame,
    /// Stands for a picture, and opens a caption or a credit.
    Picture,
    /// Opens a caption where a number follows.
    Figure,
    /// Opens a byline where a name follows.
    By,
    /// Opens a byline whatever follows.
    Author,
    /// Opens a link onward.
    Onward,
    /// Opens what the page offers.
    Offer,
    /// Is something to press, or stands above what somebody pays for, where it stands alone.
    Control,
}

/// The words of each, in small letters and parted by bars.
const OPENINGS: [(Opening, &str); 7] = [
    (
        Opening::Picture,
        "image|images|photo|photos|picture|video|view photo|view photos|view image|image credit|\
         photo credit|bild|foto|fotos|grafik|bildquelle|photographie|illustration|vidéo|crédit|\
         crédit photo|imagen|vídeo|fotografía|ver foto|imagem|fotografia|immagine|afbeelding|beeld|kuva|\
         zdjęcie|изображение|фото|фотография|видео|φωτογραφία|εικόνα|βίντεο|图片|照片|视频|写真|画像|動画|사진|이미지|영상|\
         صورة|فيديو",
    ),
    (
        Opening::Figure,
        "figure|fig|table|tab|plate|listing|chart|map|abbildung|abb|tabelle|schaubild|tableau|figura|\
         tabla|cuadro|tabela|tabella|afb|tabel|figuur|tabell|rysunek|рис|рисунок|табл|таблица|σχήμα|\
         πίνακας|图|圖|表|図|그림|표|شكل|جدول",
    ),
    (Opening::By, "by|written by|posted by|von|par|por|di|door|av|af|от|από|του|text:|текст:"),
    (Opening::Author, "автор:|autor:|autora:|auteur :|作者|文/|記者|기자|글|بقلم"),
    (
        Opening::Onward,
        "read more|read also|read next|learn more|more:|related:|see also:|also:|continue reading|\
         find out more|weiterlesen|mehr lesen|mehr dazu|lesen sie auch|siehe auch:|lire aussi|\
         lire la suite|à lire|en savoir plus|leer más|lea también|lee también|le puede interesar|\
         más información|leia mais|leia também|saiba mais|leggi anche|leggi di più|lees ook|lees meer|\
         läs mer|läs också|les også|czytaj także|czytaj też|читайте также|подробнее|διαβάστε|阅读更多|延伸阅读|\
         関連記事|続きを読む|つづく|더 보기|관련 기사|اقرأ أيضا|اقرأ المزيد",
    ),
    (
        Opening::Offer,
        "click to enlarge|enlarge image|zum vergrößern|bild vergrößern|agrandir l|ampliar imagen|sign up|\
         subscribe|follow us|share this|powered by|jetzt abonnieren|folgen sie|abonnez-vous|suscríbete|\
         suscríbase|síguenos|assine|iscriviti|подписывайтесь|подпишитесь|εγγραφείτε|구독|اشترك",
    ),
    (
        Opening::Control,
        "facebook|twitter|instagram|linkedin|pinterest|whatsapp|telegram|reddit|youtube|tumblr|email|\
         e-mail|print|share|tweet|comments|log in|login|sign in|search|menu|home|back to top|rss|teilen|\
         drucken|kommentare|suche|partager|imprimer|commentaires|compartir|imprimir|comentarios|\
         compartilhar|comentários|condividi|stampa|commenti|delen|dela|udostępnij|поделиться|комментарии|\
         κοινοποίηση|σχόλια|分享|评论|共有|シェア|コメント|공유|댓글|مشاركة|تعليقات|advertisement|sponsored|newsletter|\
         anzeige|werbung|publicité|publicidad|publicidade|pubblicità|advertentie|annons|reklama|реклама|\
         διαφήμιση|广告|広告|광고|إعلان",
    ),
];

/// The openings, ordered by their first characters; what sections are called comes first, and longer ones before
/// those they begin with.
static ORDERED: LazyLock<Vec<(char, &'static str, Opening)>> = LazyLock::new(|| {
    let of_page =
        OPENINGS.iter().flat_map(|&(opening, words)| words.split('|').map(move |words| (words, opening)));
    let frames = FRAMES.iter().flat_map(|names| names.iter()).map(|&name| (name, Opening::Frame));
    let with_first = |(words, opening): (&'static str, _)| Some((words.chars().next()?, words, opening));
    let mut all: Vec<_> = of_page.chain(frames).filter_map(with_first).collect();
    all.sort_by_key(|&(first, words, opening)| (first, opening != Opening::Frame, Reverse(words.len())));
    all
});

/// The openings that may stand where `first` does.
fn openings(first: char) -> &'static [(char, &'static str, Opening)] {
    let start = ORDERED.partition_point(|&(other, ..)| other < first);
    let all = ORDERED.get(start..).unwrap_or_default();
    all.get(..all.partition_point(|&(other, ..)| other == first)).unwrap_or_default()
}

impl FirstWords {
    /// Looks at those of `text`.
    pub(in super::super) fn of(text: &str) -> Self {
        /// No line of a page's own has more bytes.
        const LONGEST: usize = 160;
        if text.len() > LONGEST {
            return Self::Unknown;
        }
        let bare = without_editor_link(text)
            .trim_start_matches(['(', '[', '"', '“', '‘', '*', '_', '©'])
            .trim_start();
        let Some(first) = bare.chars().next().and_then(|first| first.to_lowercase().next()) else {
            return Self::Unknown;
        };
        let openings = openings(first);
        if openings.is_empty() {
            return Self::Unknown;
        }
        let small = bare.to_lowercase();
        let told = openings.iter().find_map(|&(_, words, opening)| {
            let rest = small.strip_prefix(words).filter(|rest| is_end_of_word(words, rest))?;
            opening.before(rest.trim_start_matches('.').trim(), || is_name(bare, words.split(' ').count()))
        });
        told.unwrap_or_default()
    }

    /// Whether it is of the page rather than of its text.
    pub(in super::super) fn are_of_page(self) -> bool {
        self >= Self::Picture
    }
}

impl Opening {
    /// What a line is that begins so and goes on with `rest`, in small letters, which may be a name; `None` where that
    /// tells nothing.
    fn before(self, rest: &str, is_name: impl FnOnce() -> bool) -> Option<FirstWords> {
        let is_alone = !rest.contains(char::is_alphabetic);
        Some(match self {
            Self::Frame if rest.trim_end_matches(['.', ':', ' ']).is_empty() => FirstWords::Frame,
            Self::Picture if is_alone => FirstWords::Picture,
            Self::Picture if opens_caption(rest) => FirstWords::Caption,
            Self::Figure if rest.starts_with(char::is_numeric) => FirstWords::Caption,
            Self::By if is_name() => FirstWords::Byline,
            Self::Author => FirstWords::Byline,
            Self::Onward => FirstWords::Onward,
            Self::Offer => FirstWords::Page,
            Self::Control if is_alone => FirstWords::Page,
            _ => return None,
        })
    }
}

/// Whether `words` do not end within a word of their line, as far as their script parts words.
fn is_end_of_word(words: &str, rest: &str) -> bool {
    let is_parted = |c: char| c.is_alphabetic() && !is_ideograph(c);
    !(words.ends_with(is_parted) && rest.starts_with(is_parted))
}

/// Whether what follows the word for a picture says what it shows or who made it.
fn opens_caption(rest: &str) -> bool {
    const MAKERS: [&str; 9] = ["by ", "courtesy", "credit", "von ", "par ", "por ", "di ", "door ", "от "];
    rest.starts_with(|c: char| c.is_numeric() || matches!(c, ':' | '|' | '/' | '–' | '—' | '：' | '©' | '('))
        || MAKERS.iter().any(|maker| rest.starts_with(maker))
}

/// Whether the words of `text` behind the first `n` can be the names of people: few, the first of
/// them and each longer one with a capital.
fn is_name(text: &str, n: usize) -> bool {
    const MOST: usize = 9;
    const SHORTEST: usize = 4;
    let is_capital = |word: &str| word.starts_with(char::is_uppercase);
    let mut names = text.split_whitespace().skip(n).take(MOST + 1).peekable();
    names.peek().is_some_and(|first| is_capital(first))
        && text.split_whitespace().nth(n + MOST).is_none()
        && names.all(|word| word.chars().count() < SHORTEST || !word.starts_with(char::is_lowercase))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_words_tell_what_a_page_sets_around_its_text() {
        use FirstWords::{Byline, Caption, Frame, Onward, Page, Picture, Unknown};
        for (expected, texts) in [
            (Frame, &["See also:", "See also[edit]", "Fazit", "CONTENTS.", "参考文献"][..]),
            (Picture, &["Image", "(Photo)", "View photo", "Фото 3", "写真"]),
            (
                Caption,
                &["Photo: Anna Vogt", "Foto von Anna Vogt", "Image | the river", "Fig. 3 shows a bridge"],
            ),
            (Caption, &["Abbildung 5: Der Fluss", "Рис. 2. Мост", "図1 橋"]),
            (Byline, &["By Anna Vogt", "By Anna Vogt and Jon Lee", "Von Anna Vogt, 3. Mai", "作者：王小明"]),
            (Byline, &["Text: Anna Vogt"]),
            (Onward, &["Read more", "Learn more about bridges", "Related: the river", "続きを読む"]),
            (Page, &["Facebook", "Subscribe to our letters", "Zum Vergrößern anklicken", "Kommentare (3)"]),
            (Page, &["Advertisement", "广告"]),
            (Unknown, &["Image processing", "Figures of speech", "Photography", "Table manners", "Bye"]),
            (Unknown, &["By the river", "Von der Idee zum Werk", "Por qué", "Search engines", "表示"]),
            (Unknown, &["Byzantium", "Print media", "Advertisement in old times", "Text: what is it?"]),
            (Unknown, &["", "…", "2. Photo", "The river", "Related work on bridges"]),
        ] {
            for text in texts {
                assert_eq!(FirstWords::of(text), expected, "{text}");
            }
        }
    }

    #[test]
    fn openings_are_in_small_letters_and_stand_once() {
        let all: Vec<_> = OPENINGS.iter().flat_map(|(_, words)| words.split('|')).collect();
        for (at, words) in all.iter().enumerate() {
            assert_eq!(*words, words.to_lowercase().trim());
            assert!(!all.iter().skip(at + 1).any(|other| other == words), "{words}");
        }
    }
}
