//! What the page never does: ask another origin, run or style what its policy does not name, complain in the console.

use crate::harness::browse;

#[test]
fn no_request_leaves_the_origin_and_no_policy_is_broken() {
    browse(async |page| {
        page.visit("fault/watched-policy/?view=explore").await;
        page.settles().await;
        page.click("#matrices-facts").await;
        page.sees("#matrices-summary", "facts").await;
        page.click("#open-share").await;
        page.sees("#share", "Share").await;
        page.click("#close-share").await;
        page.drag("noise", 0.3).await;
        page.settles().await;
        assert_eq!(
            page.script("return window.reports;", vec![]).await,
            serde_json::json!([])
        );
        let foreign = "return performance.getEntriesByType('resource').map(entry => entry.name)
            .filter(name => new URL(name).origin !== location.origin && !name.startsWith('blob:'));";
        assert_eq!(page.script(foreign, vec![]).await, serde_json::json!([]));
        let inline = "return [...document.querySelectorAll('*')].filter(element =>
            element.getAttributeNames().some(name => name.startsWith('on'))
            // Those in the head are allowed by their hashes: a wrong one would be among the reports.
            || (element.matches('script:not([src]), style') && element.parentElement !== document.head))
            .map(element => element.outerHTML);";
        assert_eq!(page.script(inline, vec![]).await, serde_json::json!([]));
        assert_eq!(page.console_errors().await, [""; 0]);
    });
}
