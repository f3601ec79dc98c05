namespace Jupyter.Kernels;

/// <summary>A channel on which a front end asks a kernel for something.</summary>
public enum KernelChannel
{
    /// <summary>For requests that run code or look at what ran: answered in turn.</summary>
    Shell,

    /// <summary>For requests that are answered while code runs: interrupt, shutdown, debug.</summary>
    Control,
}
