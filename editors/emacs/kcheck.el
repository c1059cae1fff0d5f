;;; kcheck.el --- The Linux kernel's coding style with Eglot -*- lexical-binding: t -*-

;; Emacs 29 brings Eglot; before that: M-x package-install eglot, or Debian's elpa-eglot.  Put into your init file:
;;
;;   (load "/path/to/kcheck.el")
;;   (add-hook 'c-mode-hook #'eglot-ensure)
;;
;; Findings show in Flymake.  M-x eglot-code-actions repairs, M-x eglot-format formats, C-h . explains.

(require 'eglot)

(defvar kcheck-options nil
  "Keys of .kcheck.toml, which go before what the file says: (:strict t :ignore [\"LONG_LINE\"]).")

(add-to-list 'eglot-server-programs
             `((c-mode c-ts-mode dts-mode makefile-mode diff-mode message-mode)
               . ("kcheck" "lsp" :initializationOptions
                  ,(lambda (&rest _) (or kcheck-options (make-hash-table))))))

(provide 'kcheck)
;;; kcheck.el ends here
