// The page as a package for a learning platform has it: with the package's mark.
const mark = document.createElement('meta');
mark.name = 'rankscope-scorm';
mark.content = '1.2';
document.head.append(mark);
