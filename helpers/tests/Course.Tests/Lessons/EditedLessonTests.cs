using Jupyter.Documents;
using Jupyter.Intelligence;
using Jupyter.Kernels;

namespace Course.Tests.Lessons;

/// <summary>What an editor says of the lessons before anything in them has run.</summary>
public sealed class EditedLessonTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static TheoryData<string> Lessons => Lesson.Names;

    [Theory]
    [MemberData(nameof(Lessons))]
    public Task An_editor_finds_nothing_wrong_in_any_cell_of_a_lesson_that_has_not_run(string name)
    {
        var cells = Cells(name);
        return AssertNothingWrongAsync(cells, above: []);
    }

    /// <summary>What the first run has declared is then there twice: of methods, both may be meant.</summary>
    [Theory]
    [MemberData(nameof(Lessons))]
    public Task Nor_in_one_that_is_run_again_from_its_top(string name)
    {
        var cells = Cells(name);
        return AssertNothingWrongAsync(cells, above: cells);
    }

    private static string[] Cells(string name) =>
        [.. Lesson.Named(name).Read().Cells.Where(cell => cell.Kind == CellKind.Code).Select(cell => cell.Source)];

    private static async Task AssertNothingWrongAsync(string[] cells, string[] above)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var kernel = await KernelProcess.StartAsync(Repository.Kernel, Repository.Notebooks, cancellation);
        var client = new LanguageClient(kernel);

        Assert.NotEmpty(await client.GetDiagnosticsAsync(cells[^1] + "\n!", cancellation).WaitAsync(Patience, cancellation));
        foreach (var (i, cell) in cells.Index())
            Assert.Empty(await client.Below([.. above, .. cells[..i]]).GetDiagnosticsAsync(cell, cancellation).WaitAsync(Patience, cancellation));
    }
}
