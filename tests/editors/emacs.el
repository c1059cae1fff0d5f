;;; Drives Emacs as a user would -*- lexical-binding: t -*-

;; Opens a file, looks, fixes, formats, saves. What it saw goes to the file $SEEN.

(require 'cl-lib)
(require 'flymake)

(defvar seen nil)

(defun see (format &rest arguments)
  (push (apply #'format format arguments) seen))

(defun wait-for (count)
  "Wait until there are COUNT diagnostics."
  (let ((deadline (+ (float-time) 60)))
    (while (and (/= (length (flymake-diagnostics)) count) (< (float-time) deadline))
      (accept-process-output nil 0.05)
      (sit-for 0.05))
    (unless (= (length (flymake-diagnostics)) count)
      (error "%d diagnostics instead of %d" (length (flymake-diagnostics)) count))))

(defun run ()
  (find-file (getenv "FILE"))
  (c-mode)
  (apply #'eglot (eglot--guess-contact))
  (flymake-start)
  (wait-for (string-to-number (getenv "COUNT")))
  (dolist (one (sort (flymake-diagnostics)
                     (lambda (a b) (< (flymake-diagnostic-beg a) (flymake-diagnostic-beg b)))))
    (see "%d %s" (line-number-at-pos (flymake-diagnostic-beg one)) (flymake-diagnostic-text one)))
  ;; The quick fix, as chosen from the menu.
  (goto-char (point-min))
  (forward-line (1- (string-to-number (getenv "LINE"))))
  (forward-char (string-to-number (getenv "COLUMN")))
  (cl-letf* ((last-nonmenu-event ?x)
             (choose (lambda (_ collection &rest _)
                       (cl-find-if (lambda (title) (string-match-p (regexp-quote (getenv "ACTION")) title))
                                   (all-completions "" collection))))
             ((symbol-function 'completing-read) choose))
    (eglot-code-actions (point) (point) "quickfix" t))
  (see "after the fix:")
  (see "%s" (buffer-substring (line-beginning-position) (line-end-position)))
  (eglot-format-buffer)
  (save-buffer)
  (eglot--signal-textDocument/didChange)
  (wait-for 0)
  (see "clean"))

(condition-case problem
    (run)
  (error (see "failed: %S" problem)))

(with-temp-file (getenv "SEEN")
  (insert (mapconcat #'identity (reverse seen) "\n") "\n"))
(ignore-errors (call-interactively #'eglot-shutdown))
(kill-emacs 0)
