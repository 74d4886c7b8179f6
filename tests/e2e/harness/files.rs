//! Files the page hands out, caught before the browser keeps them.

use super::Page;

/// Lets the page save into its own hands: the next file's name, and its content as text or, for a
/// picture, its size.
const CATCH: &str = "
    window.saved = null;
    if (window.catches) return;
    window.catches = true;
    const create = URL.createObjectURL;
    URL.createObjectURL = blob => {
        window.blob = blob;
        return create.call(URL, blob);
    };
    HTMLAnchorElement.prototype.click = function () {
        const name = this.download;
        const content = name.endsWith('png')
            ? createImageBitmap(window.blob).then(({ width, height }) => `${width} × ${height}`)
            : window.blob.text();
        content.then(text => { window.saved = [name, text]; });
    };";

impl Page {
    /// Has the page hand its next file to [`Page::saved_file`].
    pub(crate) async fn catch_files(&self) {
        self.script(CATCH, vec![]).await;
    }

    /// Waits for the file that was saved since, and returns its name and content.
    pub(crate) async fn saved_file(&self) -> (String, String) {
        let look = async || {
            let saved = self.script("return window.saved;", vec![]).await;
            let text = |i: usize| Some(saved.get(i)?.as_str()?.to_owned());
            text(0).zip(text(1))
        };
        self.wait_for("a saved file", look).await
    }
}
