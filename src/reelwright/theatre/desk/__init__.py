"""What creators need to know of their series: who stays, who pays, who waits for an answer."""
