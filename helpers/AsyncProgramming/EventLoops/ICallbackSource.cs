namespace AsyncProgramming.EventLoops;

/// <summary>What gives a callback when its turn has come, because until then it may be cancelled.</summary>
internal interface ICallbackSource
{
    /// <summary>Takes the callback, once; afterwards, or where it was cancelled, there is nothing to call.</summary>
    Callback Take();
}
