namespace CSharpKernel.Transport;

/// <summary>What a socket of ZeroMQ does with messages; the two that a kernel has.</summary>
internal enum ZmtpPattern
{
    /// <summary>
    /// Receives from many and answers each: a message begins with the identity of the peer that it comes from or goes to.
    /// </summary>
    Router,

    /// <summary>Sends to all that have subscribed to what a message begins with.</summary>
    Publisher,
}
