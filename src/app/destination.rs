//! Going to a place that is typed: `40%`, `3.2`, or words of a heading.

use super::App;
use super::completion::Offer;
use super::picker::matching::sections_like;
use super::picker::pool::SEPARATOR;
use crate::document::SectionId;

impl App {
    /// Goes to the place that is typed. For words, lists the sections that have them, if
    /// there are several.
    pub(crate) fn go_to_typed(&mut self, place: &str) -> Result<(), String> {
        if let Some(percent) = place.strip_suffix('%') {
            let percent = percent.trim_end().parse().ok().filter(|percent| *percent <= 100);
            self.go_to_percentage(percent.ok_or(NO_PERCENTAGE)?);
        } else if let Some(numbers) = numbers(place.strip_suffix('.').unwrap_or(place)) {
            let is_missing = self.text.document.outline().called(&numbers).is_none();
            if is_missing && self.text.document.has_parsed_present() {
                return Err(match &*numbers {
                    [percent @ ..=100] => format!("{NO_SECTION}; {percent}%?"),
                    _ => NO_SECTION.to_owned(),
                });
            }
            self.go_to_numbered(&numbers);
        } else {
            let fitting = self.sections_like(place).filter(|_| self.text.document.has_parsed_present());
            if let Some(id) = fitting.as_ref().and_then(|fitting| self.titled_alone(place, fitting)) {
                self.go_to_section(id);
                return Ok(());
            }
            if fitting.is_some_and(|fitting| fitting.is_empty()) {
                return Err(NO_SECTION.to_owned());
            }
            self.pick_section();
            self.filter_by_typed(place);
            self.accept_only_one();
        }
        Ok(())
    }

    /// The sections whose numbers begin as is typed, or that have the words which are.
    pub(crate) fn offer_places(&self, typed: &str) -> Vec<Offer> {
        if typed.chars().any(char::is_alphabetic) {
            return self.offer_titles(typed);
        }
        let (around, last) = typed.rsplit_once('.').unwrap_or(("", typed));
        let is_number = last.bytes().all(|digit| digit.is_ascii_digit());
        let numbers = if around.is_empty() { Some(Vec::new()) } else { numbers(around) };
        let Some(numbers) = numbers.filter(|_| is_number) else { return Vec::new() };
        let before = typed.get(..typed.len() - last.len()).unwrap_or_default();
        let outline = self.text.document.outline();
        let called = outline.called_within(&numbers).into_iter();
        let called = called.filter(|(number, _)| number.to_string().starts_with(last));
        let offer = |(number, id)| {
            let doc = outline.get(id).map_or_else(String::new, |section| section.title.to_string());
            Offer { text: format!("{before}{number}"), doc, aside: String::new() }
        };
        called.take(MOST_OFFERS).map(offer).collect()
    }

    /// The sections that are listed for these words, each with what stands around it.
    fn offer_titles(&self, words: &str) -> Vec<Offer> {
        let outline = self.text.document.outline();
        let title = |id| outline.get(id).map_or_else(String::new, |section| section.title.to_string());
        let offer = |id: SectionId| {
            let root = outline.root().map(|root| root.start);
            let is_shown = |&around: &SectionId| outline.get(around).map(|section| section.start) != root;
            let around: Vec<_> = outline.path(id).into_iter().filter(is_shown).map(title).collect();
            let around = around.split_last().map_or(&[][..], |(_, around)| around);
            Offer { text: title(id), doc: around.join(SEPARATOR), aside: String::new() }
        };
        self.sections_like(words).unwrap_or_default().into_iter().take(MOST_OFFERS).map(offer).collect()
    }

    /// The sections that the list of sections has for these words, likeliest first; `None` where there are too many
    /// sections to look through while a key is waited for.
    fn sections_like(&self, words: &str) -> Option<Vec<SectionId>> {
        /// Titles that are matched in a few milliseconds.
        const MOST: usize = 10_000;
        let outline = self.text.document.outline();
        (outline.len() <= MOST).then(|| sections_like(outline, words))
    }

    /// The only one of these sections that has `title` for its title.
    fn titled_alone(&self, title: &str, among: &[SectionId]) -> Option<SectionId> {
        let has_title = |&&id: &&SectionId| {
            self.text.document.outline().get(id).is_some_and(|section| *section.title == *title)
        };
        let mut titled = among.iter().filter(has_title);
        titled.next().filter(|_| titled.next().is_none()).copied()
    }
}

/// The most sections that are offered: more than anybody goes through.
const MOST_OFFERS: usize = 100;

/// Why a place cannot be gone to.
const NO_SECTION: &str = "there is no such section";

/// Why a percentage cannot be.
pub(crate) const NO_PERCENTAGE: &str = "a percentage is a whole number, 0 to 100";

/// Numbers with dots between them.
fn numbers(text: &str) -> Option<Vec<u32>> {
    text.split('.').map(|number| number.parse().ok()).collect()
}

/// The same as it is typed: `3.2`.
pub(super) fn dotted(numbers: &[u32]) -> String {
    numbers.iter().map(u32::to_string).collect::<Vec<_>>().join(".")
}
