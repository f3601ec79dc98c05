namespace CSharpKernel.Language.Packages;

/// <summary>A restore has failed.</summary>
/// <param name="message">What the user is told.</param>
/// <param name="isUnreachable">Whether a source did not answer.</param>
internal sealed class RestoreException(string message, bool isUnreachable) : DirectiveException(message)
{
    /// <summary>Whether a source did not answer.</summary>
    public bool IsUnreachable => isUnreachable;
}
