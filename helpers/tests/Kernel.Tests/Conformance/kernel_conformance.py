"""Jupyter's own tests of a kernel, with what they need to know of C#. Run: kernel_conformance.py KERNELSPEC-NAME"""

import sys
import unittest

import jupyter_kernel_test


class CSharpKernelTests(jupyter_kernel_test.KernelTests):
    kernel_name = sys.argv.pop(1)
    language_name = "C#"
    file_extension = ".cs"
    code_hello_world = 'Console.WriteLine("hello, world");'
    code_stderr = 'Console.Error.WriteLine("an error");'
    completion_samples = [
        {"text": "Console.WriteL", "matches": {"WriteLine"}},
        {"text": 'Console.WriteLine("a".Subst', "matches": {"Substring"}},
        {"text": 'var 数 = "😀".Leng', "matches": {"Length"}},
        {"text": "string.Join(separat", "matches": {"separator:"}},
        {"text": "Enumerable.Range(1, 2).SelectM", "matches": {"SelectMany"}},
        {"text": "forea", "matches": {"foreach"}},
        {"text": "#!ti", "matches": {"#!time"}},
    ]
    complete_code_samples = ["1", 'Console.WriteLine("a");', "void F()\n{\n}", "#!time\n1"]
    incomplete_code_samples = ["void F()\n{", "for (var i = 0; i < 3; i++)", 'Console.WriteLine("a",', "/* open"]
    invalid_code_samples = ["1 ) 1", "class { }"]
    code_page_something = "Console?"
    code_generate_error = 'throw new Exception("an error");'
    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": '"a" + "b"', "result": "ab"},
        {"code": "new[] { 1, 2 }.Sum()", "result": "3"},
    ]
    code_display_data = [
        {"code": 'display(HTML("<b>bold</b>"));', "mime": "text/html"},
        {"code": "display(1);", "mime": "text/plain"},
    ]
    code_history_pattern = "6 [*] ?"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "Console.WriteLine"
    code_clear_output = "ClearOutput();"


if __name__ == "__main__":
    unittest.main(verbosity=2)
