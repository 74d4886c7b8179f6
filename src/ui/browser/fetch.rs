//! Files of the page itself: fetched from beside it, or found inside it where it is a single file.

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, Response};

use super::console::describe;

/// Why a file beside the page could not be fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FetchError {
    /// No answer at all, or one that broke off.
    Unreachable,
    /// The server answered with this status.
    Refused(u16),
}

/// The text that the single file holds in the element with this id.
pub(crate) fn embedded_text(id: &str) -> Option<String> {
    let document = web_sys::window()?.document()?;
    document.get_element_by_id(id)?.text_content()
}

/// A file as text.
pub(crate) async fn text(address: &str) -> Result<String, FetchError> {
    let response = response(address).await?;
    let text = body(address, response.text()).await?;
    text.as_string().ok_or(FetchError::Unreachable)
}

/// A file as the browser holds it.
pub(crate) async fn blob(address: &str) -> Result<Blob, FetchError> {
    let response = response(address).await?;
    let blob = body(address, response.blob()).await?;
    // A response's blob is one.
    Ok(blob.unchecked_into())
}

async fn response(address: &str) -> Result<Response, FetchError> {
    let window = web_sys::window().ok_or(FetchError::Unreachable)?;
    let response = JsFuture::from(window.fetch_with_str(address)).await;
    let response = response.map_err(|error| unreachable(address, &error))?;
    // A fetch that succeeds gives nothing but a response.
    let response: Response = response.unchecked_into();
    if response.ok() {
        Ok(response)
    } else {
        log::warn!("{address}: the server answered {}", response.status());
        Err(FetchError::Refused(response.status()))
    }
}

async fn body(
    address: &str,
    reading: Result<js_sys::Promise, JsValue>,
) -> Result<JsValue, FetchError> {
    let reading = reading.map_err(|error| unreachable(address, &error))?;
    let read = JsFuture::from(reading).await;
    read.map_err(|error| unreachable(address, &error))
}

fn unreachable(address: &str, error: &JsValue) -> FetchError {
    log::warn!("{address} could not be fetched: {}", describe(error));
    FetchError::Unreachable
}
