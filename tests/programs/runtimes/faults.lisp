;;; Stack exhaustion, memory faults and division by zero are conditions in Lisp.
(declaim (optimize (safety 3) (debug 0)))

(defun depth (n) (if (minusp n) 0 (1+ (depth (1+ n)))))

(defun expect (condition function)
  (handler-case (progn (funcall function) (format t "no ~a~%" condition) (sb-ext:exit :code 1 :abort t))
    (serious-condition (c) (unless (typep c condition) (format t "~a~%" c) (sb-ext:exit :code 2 :abort t)))))

(when (sb-ext:posix-getenv "LIBRARY")
  (sb-alien:load-shared-object (sb-ext:posix-getenv "LIBRARY"))
  (sb-alien:with-alien ((pids (* t)))
    (unless (zerop (sb-alien:alien-funcall (sb-alien:extern-alien "psutil_pids" (function sb-alien:int (* (* t))))
                                           (sb-alien:addr pids)))
      (sb-ext:exit :code 3 :abort t))))

(dotimes (i 3)
  (expect 'sb-kernel::control-stack-exhausted (lambda () (depth 0)))
  (expect 'sb-sys:memory-fault-error
          (lambda () (setf (sb-sys:sap-ref-8 (sb-sys:int-sap 16) 0) 1)))
  (expect 'division-by-zero (lambda () (/ 1 (parse-integer "0")))))
(format t "went on~%")
(finish-output)
(sb-ext:exit :code 0 :abort t)
