// The page finds a query of 100 KB, which no server takes in a request, but a link within a page may have.
history.replaceState(null, "", "?d=8&" + "x=1&".repeat(25_000));
