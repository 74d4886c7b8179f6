// Keeps what the content security policy had to stop.
window.reports = [];
addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
  window.reports.push(`${violatedDirective}: ${blockedURI}`);
});
