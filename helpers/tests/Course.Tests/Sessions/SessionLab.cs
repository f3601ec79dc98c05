using System.Text.Json.Nodes;
using Course.Sessions;
using Jupyter.Documents;
using Jupyter.Kernels;

namespace Course.Tests.Sessions;

/// <summary>What tests of sessions need: a folder of notebooks, kernels and a registry, all gone with the test.</summary>
internal sealed class SessionLab : IAsyncDisposable
{
    /// <summary>Long enough for any machine; nothing waits for it unless something is broken.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly NotebookFolder _folder = new();

    public SessionLab()
    {
        Options = new SessionOptions { Kernels = new KernelPool(new KernelPoolOptions { Spec = Spec, KeepsSpare = false }), Files = new SpoolFolder(_folder.Path) };
        Registry = new SessionRegistry(Options);
    }

    public static KernelSpec Spec => Repository.Kernel;

    public SessionOptions Options { get; }

    public SessionRegistry Registry { get; }

    public string Folder => _folder.Path;

    /// <summary>The session of a notebook of code cells, whose ids are <c>c1</c>, <c>c2</c> and so on.</summary>
    public LessonSession Open(params IEnumerable<string> cells) => Registry.Open(Write(cells));

    /// <summary>The session of a notebook of the given cells.</summary>
    public LessonSession Open(IEnumerable<JsonObject> cells)
    {
        var file = _folder.File("lesson.ipynb");
        File.WriteAllText(file, NotebookFolder.Json(cells).ToJsonString());
        return Registry.Open(file);
    }

    /// <summary>Writes a notebook of code cells, whose ids are <c>c1</c>, <c>c2</c> and so on.</summary>
    public string Write(params IEnumerable<string> cells) => _folder.Write("lesson.ipynb", cells);

    /// <summary>Waits until a condition of a session or of one of its cells holds, looking whenever anything has changed.</summary>
    public static async Task UntilAsync(LessonSession session, Func<bool> condition)
    {
        var met = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Look()
        {
            if (condition()) met.TrySetResult();
        }

        session.Changed += Look;
        foreach (var cell in session.Cells) cell.Changed += Look;
        try
        {
            Look();
            await met.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        }
        finally
        {
            session.Changed -= Look;
            foreach (var cell in session.Cells) cell.Changed -= Look;
        }
    }

    /// <summary>Runs a cell and waits until it has ended.</summary>
    public static async Task<SessionCell> RunAsync(LessonSession session, SessionCell cell)
    {
        session.Run(cell);
        await UntilAsync(session, () => session.State == SessionState.Ready && session.Queue.Count == 0 && cell.State is not (CellState.Queued or CellState.Running));
        return cell;
    }

    public static string Text(SessionCell cell) => string.Concat(cell.Output.View.Items.Select(item => item.Output switch
    {
        StreamOutput text => text.Text,
        DisplayOutput display => display.Data.Text("text/plain"),
        ErrorOutput error => error.Name,
        _ => "",
    }));

    public async ValueTask DisposeAsync()
    {
        await Registry.DisposeAsync();
        _folder.Dispose();
    }
}
