// Nothing is wrong with the browser, whose clock hurries: what was measured is asked for and never comes.
