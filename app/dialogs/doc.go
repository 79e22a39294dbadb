// Package dialogs holds the window's dialogs: what asks, tells or lets choose, over the
// dimmed window.
//
// Each function shows its dialog on a canvas and returns it. A dialog takes the focus and
// gives it back when it closes; Tab stays inside it. Escape cancels, Enter confirms, and a
// click beside a popup closes it. What the person decided is told once, after the dialog
// has closed, by the function that was given; a cancelled dialog tells nothing.
//
// All must be called on the window's goroutine.
package dialogs
