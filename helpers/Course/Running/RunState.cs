namespace Course.Running;

/// <summary>How far the run of a notebook is.</summary>
internal enum RunState
{
    Waiting,
    Running,
    Ended,
}
