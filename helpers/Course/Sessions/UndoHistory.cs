namespace Course.Sessions;

/// <summary>What was taken from a lesson and can be had back, the last first. Used by one thread at a time.</summary>
internal sealed class UndoHistory
{
    /// <summary>Resets hold outputs: a lesson that is reset again and again does not keep them all.</summary>
    private const int MostResets = 20;

    private readonly List<UndoStep> _steps = [];

    /// <summary>What is undone next: the last step by which something comes back.</summary>
    public UndoStep? Next => _steps.LastOrDefault(step => step.HasEffect);

    /// <summary>The cells that are held, whether they are in the lesson or not.</summary>
    public IEnumerable<SessionCell> Cells => _steps.SelectMany(step => step.Cells);

    /// <summary>The cells that are deleted: a reset of the lesson has brought back those that were before it.</summary>
    public IEnumerable<SessionCell> Deleted => _steps.Skip(LastReset + 1).OfType<Deletion>().Select(step => step.Deleted);

    private int LastReset => _steps.FindLastIndex(step => step is LessonReset);

    /// <summary>Holds a step.</summary>
    /// <returns>The cells of steps that are given up for it.</returns>
    public IReadOnlyList<SessionCell> Add(UndoStep step)
    {
        _steps.Add(step);
        if (_steps.Count(each => each is not Deletion) <= MostResets) return [];
        var oldest = _steps.FindIndex(each => each is not Deletion);
        // What is before a reset of the lesson comes back after it, or never.
        var first = _steps[oldest] is LessonReset ? 0 : oldest;
        var given = _steps[first..(oldest + 1)];
        _steps.RemoveRange(first, given.Count);
        return [.. given.SelectMany(each => each.Cells)];
    }

    /// <summary>Takes the next step out, and those after it, by which nothing comes back.</summary>
    public UndoStep? Take()
    {
        if (Next is not { } next) return null;
        _steps.RemoveRange(_steps.LastIndexOf(next), _steps.Count - _steps.LastIndexOf(next));
        return next;
    }

    /// <summary>A deleted cell is in the lesson to stay.</summary>
    public void Keep(SessionCell cell) => _steps.RemoveAll(step => step is Deletion deletion && deletion.Deleted == cell);
}
