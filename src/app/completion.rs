//! Completing a line that is typed: what may stand at the cursor, in turn.

use std::ops::Range;

use super::prompt::Prompt;

/// Something that may stand in the line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Offer {
    /// What is put into the line.
    pub text: String,
    /// What it is, in a few words.
    pub doc: String,
    /// What else is to be known, at the right: its keys, or how often it occurs.
    pub aside: String,
}

/// What may stand in the line, and which of it does by now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completion {
    /// What is offered, in a word or two.
    title: String,
    /// What is typed there, in words; empty where the offers say that.
    hint: String,
    offers: Vec<Offer>,
    /// The part of the line in whose place they stand, in bytes.
    span: Range<usize>,
    /// What was typed there.
    typed: String,
    /// The one that stands there now.
    chosen: Option<usize>,
}

impl Completion {
    /// Offers for what stands in `prompt` from the byte `start` on to the cursor.
    pub(super) fn new(title: String, offers: Vec<Offer>, prompt: &Prompt, start: usize) -> Self {
        let before = prompt.before_cursor();
        let typed = before.get(start..).unwrap_or_default().to_owned();
        Self { title, offers, span: start..before.len(), typed, ..Self::default() }
    }

    /// The same with words for what is typed there.
    pub(super) fn with_hint(mut self, hint: &str) -> Self {
        hint.clone_into(&mut self.hint);
        self
    }

    /// What is offered, in a word or two.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// What is typed there, in words; empty where the offers say that.
    pub fn hint(&self) -> &str {
        &self.hint
    }

    /// All that is offered.
    pub fn offers(&self) -> &[Offer] {
        &self.offers
    }

    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.offers.is_empty() && self.hint.is_empty()
    }

    /// The rows above the offers: an edge, and the hint.
    pub fn n_rows_above(&self) -> u16 {
        1 + u16::from(!self.hint.is_empty())
    }

    /// The rows it takes below the page.
    pub(super) fn n_rows(&self) -> u16 {
        u16::try_from(self.offers.len()).unwrap_or(u16::MAX).saturating_add(self.n_rows_above())
    }

    /// The offers that are shown in so many rows, those around the chosen one, each with whether it is that.
    pub fn shown(&self, rows: usize) -> impl Iterator<Item = (&Offer, bool)> {
        let top = self.top(rows);
        let offers = self.offers.iter().enumerate().skip(top).take(rows);
        offers.map(|(at, offer)| (offer, self.chosen == Some(at)))
    }

    /// The first offer that is shown in so many rows. They are turned like pages, so that they stand still while
    /// the reader goes through them.
    fn top(&self, rows: usize) -> usize {
        let page = self.chosen.unwrap_or(0) / rows.max(1);
        (page * rows).min(self.offers.len().saturating_sub(rows))
    }

    /// Puts the offer so many further on into the line, or of two times that many one further back; after the last
    /// one comes what was typed.
    pub(super) fn step(&mut self, by: i64, prompt: &mut Prompt) {
        let n_turns = i64::try_from(self.offers.len()).unwrap_or(i64::MAX - 1) + 1;
        let at = self.chosen.map_or(n_turns - 1, |at| i64::try_from(at).unwrap_or(0));
        let next = usize::try_from((at + by).rem_euclid(n_turns)).unwrap_or(0);
        self.choose(next, prompt);
    }

    /// Puts the offer that is shown on a row of so many into the line. Answers whether there is one.
    pub(super) fn choose_shown(&mut self, row: usize, rows: usize, prompt: &mut Prompt) -> bool {
        let at = self.top(rows) + row;
        let is_one = row < rows && at < self.offers.len();
        if is_one {
            self.choose(at, prompt);
        }
        is_one
    }

    fn choose(&mut self, at: usize, prompt: &mut Prompt) {
        self.chosen = (at < self.offers.len()).then_some(at);
        let text = self.offers.get(at).map_or(&self.typed, |offer| &offer.text);
        prompt.replace(self.span.clone(), text);
        self.span.end = prompt.before_cursor().len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn completion(prompt: &Prompt, start: usize) -> Completion {
        let offer = |text: &str| Offer { text: text.to_owned(), ..Offer::default() };
        Completion::new(String::new(), ["alpha", "beta", "gamma"].map(offer).into(), prompt, start)
    }

    #[test]
    fn offers_take_turns_with_what_was_typed() {
        let mut prompt = Prompt::default();
        prompt.insert("one ab two");
        prompt.word_left();
        prompt.left();
        let mut completion = completion(&prompt, 4);
        for (by, expected) in
            [(1, "alpha"), (1, "beta"), (1, "gamma"), (1, "ab"), (-1, "gamma"), (-2, "alpha"), (-1, "ab")]
        {
            completion.step(by, &mut prompt);
            assert_eq!(prompt.text(), format!("one {expected} two"));
            assert_eq!(prompt.before_cursor(), format!("one {expected}"));
        }
        let mut nothing = Completion::new(String::new(), Vec::new(), &prompt, 4);
        nothing.step(1, &mut prompt);
        assert_eq!(prompt.text(), "one ab two");
    }

    #[test]
    fn the_chosen_offer_is_shown_on_its_page() {
        let mut prompt = Prompt::default();
        let mut completion = completion(&prompt, 0);
        let shown = |completion: &Completion, rows| -> Vec<String> {
            completion
                .shown(rows)
                .map(|(offer, chosen)| format!("{}{}", offer.text, u8::from(chosen)))
                .collect()
        };
        assert_eq!(shown(&completion, 2), ["alpha0", "beta0"]);
        completion.step(3, &mut prompt);
        assert_eq!(shown(&completion, 2), ["beta0", "gamma1"]);
        assert_eq!(shown(&completion, 0), Vec::<String>::new());
        assert!(completion.choose_shown(0, 2, &mut prompt) && !completion.choose_shown(2, 2, &mut prompt));
        assert_eq!(prompt.text(), "beta");
    }
}
