// A browser without workers.
delete window.Worker;
