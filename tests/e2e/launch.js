// Stands below scorm-again's source. Opens the package's page in a frame, with a platform around it that knows of an
// earlier session. It is the page's own: a platform that a driver's script makes does not start in Firefox.
window.launch = (fragment, earlier) => {
  document.querySelector("#sco")?.remove();
  window.API = new window.Scorm12API({ autocommit: false, logLevel: 5 });
  window.API.loadFromJSON({ core: { student_name: "Lovelace, Ada" }, suspend_data: earlier }, "cmi");
  const frame = document.createElement("iframe");
  frame.id = "sco";
  frame.src = `/fault/packaged/?view=exercises${fragment}`;
  document.body.append(frame);
};
