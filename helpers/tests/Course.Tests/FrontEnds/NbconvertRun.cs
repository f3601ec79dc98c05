using System.Runtime.ExceptionServices;
using Course.Tests.Lessons;
using Jupyter.Documents;

namespace Course.Tests.FrontEnds;

/// <summary>Every lesson, executed by nbconvert in a folder like the repository's.</summary>
public sealed class NbconvertRun : IAsyncDisposable
{
    private readonly JupyterHome _jupyter = new();
    private readonly Dictionary<string, ExceptionDispatchInfo> _failures = [];

    /// <summary>Runs them, one after the other.</summary>
    public async Task RunAsync()
    {
        await _jupyter.InitializeAsync();
        foreach (var lesson in Lesson.All)
        {
            try
            {
                await _jupyter.RunAsync("nbconvert", "--execute", "--inplace", _jupyter.File(lesson.Name));
            }
            catch (Exception e)
            {
                // The lesson's own test fails, or is skipped, for that reason.
                _failures[lesson.Name] = ExceptionDispatchInfo.Capture(e);
            }
        }
    }

    /// <summary>An executed lesson.</summary>
    internal Notebook Executed(string lesson)
    {
        if (_failures.TryGetValue(lesson, out var failure)) failure.Throw();
        return Notebook.Read(_jupyter.File(lesson));
    }

    /// <summary>Makes another document of an executed lesson.</summary>
    /// <returns>Its file.</returns>
    internal async Task<string> ConvertAsync(string lesson, string format, string extension)
    {
        await _jupyter.RunAsync("nbconvert", "--to", format, "--embed-images", _jupyter.File(lesson));
        return _jupyter.File(lesson, extension);
    }

    public ValueTask DisposeAsync() => _jupyter.DisposeAsync();
}
