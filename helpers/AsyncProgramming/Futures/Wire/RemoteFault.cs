namespace AsyncProgramming.Futures.Wire;

/// <summary>An exception on its way from a worker to its pool.</summary>
/// <param name="Type">The exception's type, with its namespace.</param>
/// <param name="AssemblyQualifiedType">The same type, as <see cref="System.Type.GetType(string)"/> wants it.</param>
/// <param name="Message">The exception's message.</param>
/// <param name="Details">The exception with its inner ones and their stacks.</param>
internal sealed record RemoteFault(string Type, string AssemblyQualifiedType, string Message, string Details);
