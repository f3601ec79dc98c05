using Course.Running;
using Jupyter.Documents;

namespace Course.Tests.Running;

public sealed class ErrorLineTests
{
    [Fact]
    public void Of_compiler_errors_it_is_the_first() => Assert.Equal(2, Find(3,
        "(2,9): error CS0103: The name 'c' does not exist in the current context", "    var b = c;", "(7,1): error CS0103: The name 'd'"));

    [Fact]
    public void Of_frames_of_our_kernel_it_is_the_outermost_in_the_cell() => Assert.Equal(8, Find(4,
        "System.ArgumentException: out",
        "   at F in cell 1, line 3, column 5: return 10 / x;",
        "   at G in cell 4, line 4, column 24: F(0);",
        "   at cell 4, line 8, column 1: G();",
        "---> System.InvalidOperationException: in",
        "   at cell 4, line 1, column 8: throw"));

    [Fact]
    public void Of_frames_of_IPython_it_is_the_outermost_in_the_cell() => Assert.Equal(5, Find(12,
        "\e[0;31m---\e[0m", "Cell \e[0;32mIn [12], line 5\e[0m\n\e[1;32m 5\e[0m f()", "Cell \e[0;32mIn[12], line 2\e[0m, in f()", "Cell In [3], line 9"));

    [Fact]
    public void Where_the_traceback_does_not_tell_there_is_none()
    {
        Assert.Null(Find(1, "Error: line 4 of something"));
        Assert.Null(Find(1, "   at cell 11, line 3, column 5: x"));
        Assert.Null(Find(1));
    }

    private static int? Find(int execution, params string[] traceback) =>
        ErrorLine.Find(new ErrorOutput("E", "", traceback), execution);
}
