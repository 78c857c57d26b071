"""OFD, the national format of fixed pages (GB/T 33190): a zip of XML that says where each character stands."""
