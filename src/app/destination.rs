//! Going to a place that is typed: `40%`, `3.2`, or words of a heading.

use super::App;
use super::completion::Offer;

impl App {
    /// Goes to the place that is typed. For words, lists the sections that have them, if
    /// there are several.
    pub(crate) fn go_to_typed(&mut self, place: &str) -> Result<(), String> {
        if let Some(percent) = place.strip_suffix('%') {
            let percent = percent.trim_end().parse().ok().filter(|percent| *percent <= 100);
            self.go_to_percentage(percent.ok_or("a percentage is a whole number, 0 to 100")?);
        } else if let Some(numbers) = numbers(place.strip_suffix('.').unwrap_or(place)) {
            let is_missing = self.text.document.outline().called(&numbers).is_none();
            if is_missing && self.text.document.has_parsed_present() {
                return Err("there is no such section".to_owned());
            }
            self.go_to_numbered(&numbers);
        } else {
            self.pick_section();
            self.filter_by_typed(place);
            self.accept_only_one();
        }
        Ok(())
    }

    /// The sections whose numbers begin as is typed.
    pub(crate) fn offer_places(&self, typed: &str) -> Vec<Offer> {
        /// More than anybody goes through.
        const MOST: usize = 100;
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
        called.take(MOST).map(offer).collect()
    }
}

/// Numbers with dots between them.
fn numbers(text: &str) -> Option<Vec<u32>> {
    text.split('.').map(|number| number.parse().ok()).collect()
}

/// The same as it is typed: `3.2`.
pub(super) fn dotted(numbers: &[u32]) -> String {
    numbers.iter().map(u32::to_string).collect::<Vec<_>>().join(".")
}
