using CSharpKernel.Language;

namespace Microsoft.DotNet.Interactive;

public sealed partial class Kernel
{
    /// <summary>Asks the user for a line of text.</summary>
    /// <param name="prompt">What to ask.</param>
    /// <param name="typeHint"><c>password</c> hides what is typed.</param>
    public static Task<string> GetInputAsync(string prompt = "", string typeHint = "text") =>
        Task.FromResult(CellContext.ReadLine(prompt, password: typeHint == "password") ?? "");

    /// <summary>Asks the user for a password, which the front end does not show.</summary>
    /// <param name="prompt">What to ask.</param>
    public static Task<PasswordString> GetPasswordAsync(string prompt = "") =>
        Task.FromResult(new PasswordString(CellContext.ReadLine(prompt, password: true) ?? ""));
}
