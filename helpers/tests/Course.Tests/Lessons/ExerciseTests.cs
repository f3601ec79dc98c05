using Jupyter.Documents;
using Jupyter.Kernels;

namespace Course.Tests.Lessons;

/// <summary>The exercise at the end of each lesson, after nothing but the lesson's first cell.</summary>
public sealed class ExerciseTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static TheoryData<string> Lessons => Lesson.Names;

    [Theory]
    [MemberData(nameof(Lessons))]
    public async Task The_stub_fails_the_check_and_the_solution_passes_it(string name)
    {
        var notebook = Lesson.Named(name).Read();
        await using var kernel = await KernelProcess.StartAsync(
            Repository.Kernel, Repository.Notebooks, TestContext.Current.CancellationToken);
        await RunAsync(kernel, notebook.Cells.First(cell => cell.Kind == CellKind.Code).Source);

        await RunAsync(kernel, Tagged(notebook, "exercise").Source);
        var check = Tagged(notebook, "check").Source;
        var untried = await RunAsync(kernel, check);
        Assert.Contains("✗ Not yet", untried, StringComparison.Ordinal);
        Assert.DoesNotContain("✓", untried, StringComparison.Ordinal);

        var solution = Tagged(notebook, "solution");
        Assert.Equal(CellKind.Markdown, solution.Kind);
        Assert.StartsWith("<details>", solution.Source, StringComparison.Ordinal);
        await RunAsync(kernel, Lesson.CSharpIn(solution));
        var solved = await RunAsync(kernel, check);
        Assert.Contains("✓ Solved", solved, StringComparison.Ordinal);
        Assert.DoesNotContain("✗", solved, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Lessons))]
    public void The_task_gives_two_hints(string name)
    {
        var cells = Lesson.Named(name).Read().Cells;
        var stub = cells.Single(cell => cell.Tags.Contains("exercise"));
        Assert.Equal(2, cells[stub.Index - 1].Source.Split("<details>").Length - 1);
    }

    private static Cell Tagged(Notebook notebook, string tag) => notebook.Cells.Single(cell => cell.Tags.Contains(tag));

    private static async Task<string> RunAsync(KernelProcess kernel, string code)
    {
        var text = new List<string>();
        var reply = await kernel.Client.ExecuteAsync(
            code,
            message => { if (message.Type == "stream") text.Add((string)message.Content["text"]!); },
            TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.True(reply.Succeeded, reply.Content.ToJsonString());
        return string.Concat(text);
    }
}
