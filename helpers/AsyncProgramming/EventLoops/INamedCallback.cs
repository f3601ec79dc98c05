namespace AsyncProgramming.EventLoops;

/// <summary>The argument of a <see cref="Callback"/> that knows on whose behalf it is called.</summary>
internal interface INamedCallback
{
    /// <summary>What the programmer calls it, for a report.</summary>
    string CallbackName { get; }
}
