namespace Course;

/// <summary>The program was asked for something that cannot be done; nothing has been started.</summary>
/// <param name="message">What is wrong, and what to do instead.</param>
internal sealed class UsageException(string message) : Exception(message);
