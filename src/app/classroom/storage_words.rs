//! What a student is told when the browser does not keep, or cannot read, what was done.

use super::storage::StorageError;

/// What there is to say: of the progress, of an entry that was set aside (its copy's key, and why), of
/// the name.
pub(super) fn problems(
    progress: Option<StorageError>,
    set_aside: Option<&(String, String)>,
    name: Option<StorageError>,
) -> Vec<String> {
    let not_kept = progress.map(|error| progress_not_kept(error).to_owned());
    let set_aside = set_aside.map(|(key, reason)| {
        format!(
            "What your browser had kept of this lesson could not be read: {reason}. It is still there, \
             set aside under the name “{key}” in this site’s storage, and the lesson begins anew."
        )
    });
    // Without a storage the message on progress says it all.
    let unavailable = Some(StorageError::Unavailable);
    let name = name.filter(|_| progress != unavailable);
    let name = name.map(|error| name_not_kept(error).to_owned());
    [not_kept, set_aside, name].into_iter().flatten().collect()
}

const fn progress_not_kept(error: StorageError) -> &'static str {
    match error {
        StorageError::Unavailable => {
            "Your browser does not let this page keep anything, so your progress will not be there \
             after a reload. Save the summary, or write down your code, before you leave."
        }
        StorageError::Full => {
            "Your browser has no room left for this page, so your progress will not be kept from here \
             on. What was kept before is still there. Save the summary, or write down your code, before \
             you leave."
        }
    }
}

const fn name_not_kept(error: StorageError) -> &'static str {
    match error {
        StorageError::Unavailable => {
            "Your browser does not let this page change what it keeps: your name may be there again, or \
             missing, after a reload."
        }
        StorageError::Full => {
            "Your browser has no room left to keep your name: type it again after a reload, or free \
             some room and enter it once more."
        }
    }
}

/// What is said where an assignment that was opened from a file is not kept.
pub const fn assignment_not_kept(error: StorageError) -> &'static str {
    match error {
        StorageError::Unavailable => {
            "Your browser does not let this page keep the assignment: open the file again after a reload."
        }
        StorageError::Full => {
            "Your browser has no room left to keep the assignment: open the file again after a reload. \
             Your progress in it is kept as far as there is room."
        }
    }
}
