using Jupyter.Messaging;

namespace CSharpKernel.Protocol;

/// <summary>What a front end asks for.</summary>
/// <param name="Message">The message.</param>
/// <param name="Interrupt">Cancelled when the front end wants all stopped that it had asked for.</param>
internal sealed record Request(Message Message, CancellationToken Interrupt);
