using Jupyter.Documents;
using Jupyter.Kernels;

namespace Course.Running;

/// <summary>Runs a notebook from top to bottom in a kernel process of its own, up to the first cell that fails.</summary>
/// <param name="spec">The kernel that runs it.</param>
/// <param name="timeout">How long a cell may take.</param>
internal sealed class NotebookRunner(KernelSpec spec, TimeSpan timeout)
{
    /// <summary>A cell so tagged may fail: that is what it shows.</summary>
    private const string MayFail = "raises-exception";

    private static readonly TimeSpan InterruptPatience = TimeSpan.FromSeconds(10);

    /// <summary>Runs the notebook; what goes wrong in it is in the run's failures.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled. No process is left.</exception>
    public async Task RunAsync(NotebookRun run, CancellationToken cancellation)
    {
        foreach (var cell in run.Notebook!.Cells)
        {
            cell.Outputs.Clear();
            cell.ExecutionCount = null;
        }

        run.Begin();
        try
        {
            var folder = Path.GetDirectoryName(Path.GetFullPath(run.File))!;
            await using var kernel = await KernelProcess.StartAsync(spec, folder, cancellation);
            try
            {
                await RunCellsAsync(run, kernel, cancellation);
            }
            catch (OperationCanceledException)
            {
                // Who stops the program does not wait for the kernel's farewell: it ends, and all that cells have started.
                await kernel.KillAsync();
                throw;
            }
        }
        catch (KernelException e)
        {
            run.Fail(new Failure(null, null, null, e.Message));
        }
        finally
        {
            run.End();
        }
    }

    private async Task RunCellsAsync(NotebookRun run, KernelProcess kernel, CancellationToken cancellation)
    {
        var recorder = new OutputRecorder();
        foreach (var (index, cell) in run.Cells.Index())
        {
            run.BeginCell(cell);
            var failure = await RunCellAsync(kernel, recorder, cell, index + 1, cancellation);
            run.EndCell();
            if (failure is null) continue;
            run.Fail(failure);
            break;
        }
    }

    private async Task<Failure?> RunCellAsync(
        KernelProcess kernel, OutputRecorder recorder, Cell cell, int number, CancellationToken cancellation)
    {
        try
        {
            var execution = kernel.Client.ExecuteAsync(cell.Source, message => recorder.Record(cell, message), cancellation);
            if (!await EndsWithinAsync(execution, timeout))
            {
                await StopAsync(kernel, execution);
                return Fail("TimeoutError", $"it did not end within {timeout.TotalSeconds:0.##} s and was stopped");
            }

            var reply = await execution;
            cell.ExecutionCount = reply.ExecutionCount;
            if (reply.Succeeded || cell.Tags.Contains(MayFail)) return null;
            var error = OutputRecorder.Error(reply.Content);
            if (!cell.Outputs.OfType<ErrorOutput>().Any()) recorder.Add(cell, error);
            return new Failure(number, cell.Id, ErrorLine.Find(error, reply.ExecutionCount), $"{error.Name}: {error.Value}");
        }
        catch (KernelException e)
        {
            return Fail("KernelError", e.Message);
        }

        Failure Fail(string name, string text)
        {
            recorder.Add(cell, new ErrorOutput(name, text, [$"{name}: {text}"]));
            return new Failure(number, cell.Id, null, text);
        }
    }

    /// <summary>Stops the cell so that its output is kept where the kernel lets itself be interrupted.</summary>
    private static async Task StopAsync(KernelProcess kernel, Task execution)
    {
        _ = kernel.InterruptAsync().ContinueWith(task => task.Exception, TaskScheduler.Default);
        if (await EndsWithinAsync(execution, InterruptPatience)) return;
        await kernel.KillAsync();
    }

    private static async Task<bool> EndsWithinAsync(Task task, TimeSpan time)
    {
        using var ended = new CancellationTokenSource();
        var first = await Task.WhenAny(task, Task.Delay(time, ended.Token));
        await ended.CancelAsync();
        return first == task;
    }
}
