//! What the page says: the numbers of its tables, its texts, its address.

use serde_json::json;

use super::Page;

impl Page {
    /// The number in a table's cell, to its last digit. A table with one row needs no rank.
    pub(crate) async fn reads(
        &self,
        table: &str,
        rank: impl Into<Option<usize>>,
        column: &str,
    ) -> f64 {
        let rank = rank.into();
        let value = self.cell(table, rank, column).await;
        let value = value.unwrap_or_else(|| panic!("{table} has no {column} at rank {rank:?}"));
        value
            .parse()
            .unwrap_or_else(|_| panic!("{table}, {column}: {value:?} is no number"))
    }

    /// A cell's `data-value` as it stands; `None` when there is no such cell.
    pub(crate) async fn cell(
        &self,
        table: &str,
        rank: Option<usize>,
        column: &str,
    ) -> Option<String> {
        let row = rank.map_or("tr".into(), |rank| format!("tr[data-rank='{rank}']"));
        let cell = format!("#{table} {row} td[data-column='{column}']");
        let script = "return document.querySelector(arguments[0])?.dataset.value;";
        let value = self.script(script, vec![json!(cell)]).await;
        value.as_str().map(ToOwned::to_owned)
    }

    /// The text an element shows; empty when there is no such element or it is hidden.
    pub(crate) async fn text(&self, selector: &str) -> String {
        let script = "const element = document.querySelector(arguments[0]);
                      return element?.checkVisibility() ? element.innerText.trim() : '';";
        let text = self.script(script, vec![json!(selector)]).await;
        // None while one document makes room for the next.
        text.as_str().unwrap_or_default().to_owned()
    }

    /// Waits until an element shows a text that has `part` in it, and returns the whole.
    pub(crate) async fn sees(&self, selector: &str, part: &str) -> String {
        let look = async || Some(self.text(selector).await).filter(|text| text.contains(part));
        self.wait_for(&format!("“{part}” in {selector}"), look)
            .await
    }

    /// Waits for a notice that has `part` in it.
    pub(crate) async fn sees_notice(&self, part: &str) {
        self.sees("#notices", part).await;
    }

    /// The sentence with the live numbers.
    pub(crate) async fn headline(&self) -> String {
        self.text("#headline").await
    }

    /// The query string in the address bar, without its question mark.
    pub(crate) async fn query(&self) -> String {
        let query = self
            .script("return location.search.slice(1);", vec![])
            .await;
        query.as_str().unwrap().to_owned()
    }

    /// Waits until the address holds this query string; it is written some time after a change.
    pub(crate) async fn is_at(&self, query: &str) {
        let there = format!("return location.search.slice(1) === '{query}';");
        self.waits_until(query, &there).await;
    }
}
