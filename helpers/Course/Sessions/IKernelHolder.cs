namespace Course.Sessions;

/// <summary>Who holds a kernel.</summary>
internal interface IKernelHolder
{
    /// <summary>What people call it.</summary>
    string Title { get; }

    /// <summary>The folder that the kernel runs in.</summary>
    string Folder { get; }

    /// <summary>How long the kernel has had nothing to do.</summary>
    TimeSpan IdleTime { get; }
}
