"""All keys, page by page: what the browser calls the key, the button that it presses, and what that does in words."""

from __future__ import annotations

from collections.abc import Mapping

Table = Mapping[str, tuple[str, str]]

CHOICES = 9
COMMON: Table = {
    "?": ("show-keys", "this list"),
    "g q": ("page:/", "queue"),
    "g r": ("page:/review", "review"),
    "g n": ("page:/names", "names"),
    "g d": ("page:/dashboard", "dashboard"),
    "g t": ("page:/try", "try it"),
    "g o": ("page:/out", "out: corrected texts and exports"),
    "g h": ("page:/help", "help"),
}
REVIEW: Table = {
    "a": ("accept", "accept the suggestion"),
    "A": ("accept-everywhere", "accept it everywhere; shows first what would change"),
    **{str(n): (f"choose-{n}", "choose another suggestion") for n in range(2, CHOICES + 1)},
    "e": ("edit", "write something else"),
    "r": ("right-here", "this is right here"),
    "R": ("right-everywhere", "this is right everywhere; shows first what would change"),
    "s": ("unsure", "not sure"),
    "n": ("focus:note", "write a note; Esc leaves the field"),
    "u": ("undo", "take your last decision back"),
    "j": ("following", "next finding, without a decision"),
    "k": ("previous", "finding before"),
    "w": ("whole-text", "the whole text, or only this sentence"),
    "h": ("history", "history of this finding"),
    "o": ("second-opinion", "a second opinion that leaves what stands"),
    "q": ("to-queue", "back to the queue"),
}
WAITING: Table = {
    "y": ("confirm", "decide all that are ticked"),
    "Enter": ("confirm", "the same"),
    "Escape": ("cancel", "go back"),
    "x": ("cancel", "the same"),
    "?": COMMON["?"],
}
EDITING: Table = {"Enter": ("use", "keep the words"), "Escape": ("cancel", "go back"), "?": COMMON["?"]}
DONE: Table = {
    "Enter": ("to-out", "out"),
    "u": ("undo", "take your last decision back"),
    "q": ("to-queue", "back to the queue"),
}
QUEUE: Table = {
    "j": ("row-next", "next line"),
    "k": ("row-previous", "line before"),
    "Enter": ("begin", "open the line in focus; without one, begin with the first finding"),
    "/": ("focus:queue-text", "search; Esc leaves the field"),
    "]": ("page-next", "next page"),
    "[": ("page-previous", "page before"),
    "v": ("switch-view", "findings or documents"),
    "f": ("more-filters", "more filters"),
    "x": ("clear-filters", "clear the filters"),
}
TRY: Table = {
    "l": ("load-seed", "load the seed case"),
    "t": ("focus:try-text", "to the translation; Esc leaves the field, Ctrl+Enter audits"),
    "p": ("focus:try-original", "to the original"),
    "d": ("try-html", "the report as a page"),
}
NAMES: Table = {
    "j": ("row-next", "next line"),
    "k": ("row-previous", "line before"),
    "/": ("focus:names-text", "search; Esc leaves the field"),
    "]": ("page-next", "next page"),
    "[": ("page-previous", "page before"),
    "u": ("undo", "take your last decision back"),
}
NAME: Table = {
    "j": ("row-next", "next form"),
    "k": ("row-previous", "form before"),
    "e": ("focus:house-form", "choose how the house writes it"),
    "m": ("focus:join-text", "join it with another name"),
    "p": ("focus:part-name", "part forms from it"),
    "s": ("focus:authority-source", "add it to the names authority"),
    "u": ("undo", "take your last decision back"),
    "q": ("to-names", "back to all names"),
}
OUT: Table = {str(n): (f"out-{n}", "take a file of the list") for n in range(1, 10)}
DASHBOARD: Table = {}
PAGES: Mapping[str, Table] = {
    "Review": REVIEW,
    "Before a decision for all": WAITING,
    "Queue": QUEUE,
    "Names": NAMES,
    "One name": NAME,
    "Try it": TRY,
    "Out": OUT,
}
