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
    public async Task An_editor_finds_nothing_wrong_in_any_cell_of_a_lesson_that_has_not_run(string name)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var kernel = await KernelProcess.StartAsync(Repository.Kernel, Repository.Notebooks, cancellation);
        var client = new LanguageClient(kernel);
        var cells = Lesson.Named(name).Read().Cells.Where(cell => cell.Kind == CellKind.Code).Select(cell => cell.Source).ToArray();

        Assert.NotEmpty(await client.GetDiagnosticsAsync(cells[^1] + "\n!", cancellation).WaitAsync(Patience, cancellation));
        foreach (var (i, cell) in cells.Index())
            Assert.Empty(await client.Below(cells[..i]).GetDiagnosticsAsync(cell, cancellation).WaitAsync(Patience, cancellation));
    }
}
