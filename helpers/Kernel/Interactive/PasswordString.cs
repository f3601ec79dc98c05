namespace Microsoft.DotNet.Interactive;

/// <summary>What a user has typed and nobody shall read: it is shown as asterisks.</summary>
/// <param name="clearTextPassword">What was typed.</param>
public sealed class PasswordString(string clearTextPassword)
{
    private const string Shown = "************";

    /// <summary>What was typed.</summary>
    public string GetClearTextPassword() => clearTextPassword;

    /// <inheritdoc/>
    public override string ToString() => Shown;
}
