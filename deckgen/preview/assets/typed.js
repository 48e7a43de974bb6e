// Compares a typed answer with the right one. A placeholder: it shows the right answer only.
"use strict";

function showTyped() {}
